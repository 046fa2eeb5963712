import { figureTable } from "./figure.ts";
import { benchInitialSync } from "./initial-sync.ts";

const say = (line: string) => process.stderr.write(`  ${line}\n`);
const figures = [...(await benchInitialSync(Number(process.argv[2] ?? 10000), 2, say))];
process.stdout.write(`${figureTable(figures)}\n`);
