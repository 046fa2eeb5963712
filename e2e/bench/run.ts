import { figureTable } from "./figure.ts";
import { benchScreen } from "./screen.ts";

const say = (line: string) => process.stderr.write(`  ${line}\n`);
const figures = [...(await benchScreen(2, say))];
process.stdout.write(`${figureTable(figures)}\n`);
process.exit();
