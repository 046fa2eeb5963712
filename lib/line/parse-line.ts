import { readCanI } from "#lib/line/can-i";
import type { Command } from "#lib/line/command";
import { readCreateJob } from "#lib/line/create-job";
import { readDelete } from "#lib/line/delete";
import { readDescribe } from "#lib/line/describe";
import { readEvents } from "#lib/line/events";
import { type CommandWords, commandFlags } from "#lib/line/flag-tables";
import { readGet } from "#lib/line/get";
import { readGrep } from "#lib/line/grep";
import { findCommand } from "#lib/line/kubectl-commands";
import type { Line } from "#lib/line/line";
import { readLogs } from "#lib/line/logs";
import { readPatch } from "#lib/line/patch-suspend";
import { everywhere, ReadFlags } from "#lib/line/read-flags";
import { nearestTo, type Refusal, Refused } from "#lib/line/refusal";
import { noRemark, readRemark } from "#lib/line/remark";
import { readShell, type Word } from "#lib/line/shell-text";
import { readStern } from "#lib/line/stern";
import { readUseContext } from "#lib/line/use-context";
import { text } from "#lib/texts/text";

const contexts = nearestTo(
  text("Batchboard lists the contexts in its switcher"),
  "kubectl config use-context CONTEXT",
);

const readers: Readonly<Record<CommandWords, (flags: ReadFlags) => Command>> = {
  get: readGet,
  describe: readDescribe,
  logs: readLogs,
  "create job": readCreateJob,
  patch: readPatch,
  delete: readDelete,
  events: readEvents,
  "auth can-i": readCanI,
  "config use-context": readUseContext,
  "config current-context": (flags) => refuseContexts(flags),
  "config get-contexts": (flags) => refuseContexts(flags),
};

/**
 * Reads a line as it is typed, or pasted from a terminal or a runbook: with or without `kubectl` or
 * `k`, prompt, continued lines, comment and `| grep` included. Refuses what kubectl refuses and what
 * Batchboard does not do.
 */
export function parseLine(typed: string): Line | Refusal {
  try {
    const { words, pipes, comment } = readShell(typed);
    const grep = readGrep(pipes);
    const remark = comment === "" ? noRemark : readRemark(comment);
    const command = readCommand(words, typed.length);
    return { command, remark: grep === "" ? remark : { ...remark, find: grep } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return within(error.refusal, typed.length);
  }
}

function readCommand(words: readonly Word[], length: number): Command {
  const own = withoutAssignments(words);
  const [first, ...others] = own;
  if (first?.text === "stern") return readStern(others, first);
  const isKubectl =
    first !== undefined && /^(?:k|oc|(?:.*[/\\])?kubectl(?:\.exe)?)$/.test(first.text);
  const rest = isKubectl ? others : own;
  const found = findCommand(rest, { start: first?.start ?? 0, end: length });
  const flags = new ReadFlags(found.rest, [...commandFlags[found.words], ...everywhere]);
  if (flags.isSet("help")) {
    const message = text("Press {key} for the keys and commands of this view.", { key: "?" });
    throw new Refused("beyond", message, flags.at("help"));
  }
  // Whose log it is may be a command of ours (newestJobs).
  const readable = found.words === "logs" ? flags.args[0] : undefined;
  const unread = rest.find((word) => word.command !== null && word !== readable);
  if (unread) {
    const message = text("Batchboard runs no commands within a line: write what they print.");
    throw new Refused("syntax", message, unread);
  }
  return readers[found.words](flags);
}

/** `NAME=value` in front is the shell's; another kubeconfig is none that Batchboard was started with. */
function withoutAssignments(words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = words;
  if (!first || !/^[A-Za-z_]\w*=/.test(first.text)) return words;
  if (first.text.startsWith("KUBECONFIG=")) {
    const message = nearestTo(
      text("Batchboard asks with the kubeconfig it was started with"),
      text("the same with {flag}", { flag: "--context" }),
    );
    throw new Refused("beyond", message, first);
  }
  return withoutAssignments(rest);
}

function refuseContexts(flags: ReadFlags): never {
  throw new Refused(
    "beyond",
    contexts,
    flags.args[0] ?? { start: 0, end: Number.MAX_SAFE_INTEGER },
  );
}

/** A refusal's place lies in the text; one of the whole line is marked from its first word. */
function within(refusal: Refusal, length: number): Refusal {
  const { start, end } = refusal.at;
  return {
    ...refusal,
    at: { start: Math.min(start, length), end: Math.min(end, length) },
  };
}
