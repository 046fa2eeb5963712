import { printCanI } from "#lib/line/can-i";
import type { Command } from "#lib/line/command";
import { printCreateJob } from "#lib/line/create-job";
import { printDelete } from "#lib/line/delete";
import { printDescribe } from "#lib/line/describe";
import { printEvents } from "#lib/line/events";
import { printGet } from "#lib/line/get";
import { printLogs } from "#lib/line/logs";
import { printPatch } from "#lib/line/patch-suspend";
import { printStern } from "#lib/line/stern";
import { printUseContext } from "#lib/line/use-context";

/**
 * The line of a command in its one form; `parseLine` reads it back. A shell gives kubectl exactly these
 * words, whatever the names hold. Several runs of a CronJob are stern's to print.
 */
export function printCommand(command: Command): string {
  if (command.verb === "logs" && command.target.kind === "cronjob" && command.target.runs > 1) {
    return printStern(command, command.target.runs, command.target.name);
  }
  return `kubectl ${withoutKubectl(command)}`;
}

function withoutKubectl(command: Command): string {
  switch (command.verb) {
    case "get":
      return printGet(command);
    case "describe":
      return printDescribe(command);
    case "logs":
      return printLogs(command);
    case "createJob":
      return printCreateJob(command);
    case "patchSuspend":
      return printPatch(command);
    case "delete":
      return printDelete(command);
    case "useContext":
      return printUseContext(command);
    case "events":
      return printEvents(command);
    case "canI":
      return printCanI(command);
  }
}
