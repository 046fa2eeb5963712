import { figureTable } from "./figure.ts";
import { benchScreen } from "./screen.ts";
import { benchStorm } from "./storm.ts";

const say = (line: string) => process.stderr.write(`  ${line}\n`);
const which = process.argv[2];
const figures = [...(await (which === "storm" ? benchStorm(2, say) : benchScreen(2, say)))];
process.stdout.write(`${figureTable(figures)}\n`);
process.exit();
