import type {
  CanI,
  Command,
  CreateJob,
  Delete,
  Describe,
  Events,
  Get,
  PatchSuspend,
  UseContext,
} from "#lib/line/command";
import { printLogs } from "#lib/line/print-logs";
import { printChosen, printObjects, printPair } from "#lib/line/print-objects";
import { printPlace } from "#lib/line/print-place";
import { printStern } from "#lib/line/print-stern";
import { shellWord } from "#lib/line/shell-word";

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

function printGet(command: Get): string {
  const { of, selector, fieldSelector, output, sortBy, watch } = command;
  return [
    "get",
    printChosen(of),
    ...printPlace(command),
    ...(selector === "" ? [] : [`-l ${shellWord(selector)}`]),
    ...(fieldSelector === "" ? [] : [`--field-selector ${shellWord(fieldSelector)}`]),
    ...(sortBy === "" ? [] : [`--sort-by=${shellWord(sortBy)}`]),
    ...(output === "" ? [] : [`-o ${output}`]),
    ...(watch ? ["--watch"] : []),
  ].join(" ");
}

function printDescribe(command: Describe): string {
  const { of, selector } = command;
  return [
    "describe",
    printChosen(of),
    ...printPlace(command),
    ...(selector === "" ? [] : [`-l ${shellWord(selector)}`]),
  ].join(" ");
}

function printCreateJob(command: CreateJob): string {
  const { name, cronJob, dryRun, output } = command;
  return [
    `create job ${shellWord(name)}`,
    ...printPlace(command),
    `--from=${shellWord(`cronjob/${cronJob}`)}`,
    ...(dryRun === "none" ? [] : [`--dry-run=${dryRun}`]),
    ...(output === "" ? [] : [`-o ${output}`]),
  ].join(" ");
}

function printPatch(command: PatchSuspend): string {
  const patch = JSON.stringify({ spec: { suspend: command.suspend } });
  return [
    "patch",
    printObjects(command.objects),
    ...printPlace(command),
    `--type merge -p '${patch}'`,
  ].join(" ");
}

function printDelete(command: Delete): string {
  const { objects, cascade } = command;
  return [
    "delete",
    printObjects(objects),
    ...printPlace(command),
    ...(cascade === "background" ? [] : [`--cascade=${cascade}`]),
  ].join(" ");
}

function printEvents(command: Events): string {
  const { of, types, watch } = command;
  return [
    "events",
    ...(of === null ? [] : [`--for ${printPair(of)}`]),
    ...printPlace(command),
    ...(types.length === 0 ? [] : [`--types=${types.join(",")}`]),
    ...(watch ? ["--watch"] : []),
  ].join(" ");
}

function printCanI(command: CanI): string {
  const { action, resource, name, subresource } = command;
  const words = [action, name === "" ? resource : `${resource}/${name}`].map(shellWord).join(" ");
  const dashed = action.startsWith("-") || resource.startsWith("-");
  return [
    "auth can-i",
    ...(dashed ? [] : [words]),
    ...printPlace(command),
    ...(subresource === "" ? [] : [`--subresource=${shellWord(subresource)}`]),
    ...(dashed ? ["--", words] : []),
  ].join(" ");
}

function printUseContext({ name }: UseContext): string {
  return `config use-context ${name.startsWith("-") ? "-- " : ""}${shellWord(name)}`;
}
