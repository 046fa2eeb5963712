import type { Command } from "#lib/line/command";
import { printCommand } from "#lib/line/print-command";
import { printRemark, type Remark } from "#lib/line/remark";

/** A command, and what stands behind it for Batchboard alone. */
export interface Line {
  readonly command: Command;
  readonly remark: Remark;
}

/** The line in its one form. */
export function printLine({ command, remark }: Line): string {
  const isStern =
    command.verb === "logs" && command.target.kind === "cronjob" && command.target.runs > 1;
  const said = printRemark(remark, isStern ? "kubectl logs --previous" : undefined);
  return said === "" ? printCommand(command) : `${printCommand(command)} # ${said}`;
}
