import { builtins, isSpecial } from "./builtins.ts";
import { type Expanding, expandPattern, expandText, expandWords } from "./expansion.ts";
import { Fault, OutOfMemory } from "./fault.ts";
import type { FileSystem } from "./file-system.ts";
import { Exit, LoopJump } from "./jump.ts";
import { matches } from "./pattern.ts";
import { pipeline } from "./pipeline.ts";
import { redirected } from "./redirect.ts";
import type { ShellOptions, Streams, Wait } from "./shell-options.ts";
import type { Assignment, Command, Sequence } from "./syntax.ts";
import { runUtility } from "./utilities.ts";

/**
 * Runs the commands of `sh`. It is a generator of waits, so that whoever runs it owns time, may stop
 * asking at any moment, and an endless loop is only an endless generator.
 */
export class Shell implements Expanding {
  readonly #options: ShellOptions;
  readonly #variables: Map<string, string>;
  #streams: Streams;
  #held = 0;
  /** The exit code of the last `$(…)`, which is that of an assignment alone. */
  #substituted = 0;
  #status = 0;
  /** Deeper than 0 in the test of `if`, `while`, `&&`, `||` and `!`, which `set -e` leaves alone. */
  #tested = 0;
  /** As they are seen from its working directory. */
  files: FileSystem;
  readonly traps = new Map<string, Sequence>();
  errexit: boolean;
  nounset: boolean;
  positional: readonly string[];
  /** A signal that came in; its trap runs when the command that is running is done. */
  pending: string | null = null;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.#variables = new Map(options.variables);
    this.#streams = options.streams;
    this.files = options.files;
    this.errexit = options.errexit ?? false;
    this.nounset = options.nounset ?? false;
    this.positional = options.positional;
    for (const [name, value] of this.#variables) this.#held += name.length + value.length;
  }

  get memory(): number {
    return this.#options.memory;
  }

  get status(): number {
    return this.#status;
  }

  parameter(name: string): string | undefined {
    if (name === "?") return String(this.#status);
    if (name === "$") return "1";
    if (name === "#") return String(this.positional.length);
    if (name === "@" || name === "*") return this.positional.join(" ");
    if (name === "0") return this.#options.name;
    return /^\d/.test(name) ? this.positional[Number(name) - 1] : this.#variables.get(name);
  }

  assign(name: string, value: string): void {
    this.#held += name.length + value.length - (this.#variables.get(name)?.length ?? -name.length);
    if (this.#held > this.memory) throw new OutOfMemory();
    this.#variables.set(name, value);
  }

  unset(name: string): void {
    const value = this.#variables.get(name);
    if (value !== undefined) this.#held -= name.length + value.length;
    this.#variables.delete(name);
  }

  /** Runs a script to its end, with the trap for it; gives the exit code. */
  *main(script: Sequence): Generator<Wait, number> {
    const status = yield* this.#ended(script);
    const trap = this.traps.get("EXIT");
    if (!trap) return status;
    this.traps.delete("EXIT");
    this.#status = status;
    return yield* this.#ended(trap, status);
  }

  /** The exit code with which these commands end a shell; `exit` alone decides on a given one. */
  *#ended(body: Sequence, given?: number): Generator<Wait, number> {
    try {
      yield* this.run(body);
      return given ?? this.#status;
    } catch (error) {
      if (error instanceof Exit) return error.status;
      if (error instanceof LoopJump) return given ?? this.#status;
      throw error;
    }
  }

  *capture(body: Sequence): Generator<Wait, string> {
    let output = "";
    const write = (text: string) => {
      if (this.#held + output.length + text.length > this.memory) throw new OutOfMemory();
      output += text;
    };
    this.#substituted = yield* this.#fork(body, { ...this.#streams, 1: write });
    return output;
  }

  *#fork(body: Sequence, streams: Streams): Generator<Wait, number> {
    const child = new Shell({
      ...this.#options,
      variables: this.#variables,
      positional: this.positional,
      errexit: this.errexit,
      nounset: this.nounset,
      streams,
      files: this.files,
    });
    child.#status = this.#status;
    child.#tested = this.#tested;
    return yield* child.main(body);
  }

  *run(body: Sequence): Generator<Wait, void> {
    for (const command of body) yield* this.#command(command);
  }

  *#command(command: Command): Generator<Wait, void> {
    yield 0;
    const before = this.#streams;
    let after = before;
    try {
      const words = command.kind === "simple" ? yield* expandWords(command.words, this) : [];
      const streams = yield* redirected(before, command.redirects, this);
      if (streams) {
        this.#streams = streams;
        if (words.length === 1 && words[0] === "exec") after = streams;
        yield* this.#dispatch(command, words);
      } else if (isSpecial(words[0] ?? "")) throw new Exit(1);
      else this.#status = command.kind === "subshell" ? 2 : 1;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#streams[2](`sh: ${error.message}\n`);
      throw new Exit(2);
    } finally {
      this.#streams = after;
    }
    if (this.pending !== null) yield* this.#trapped();
    const forgiven = this.#tested > 0 || !["simple", "subshell", "pipe"].includes(command.kind);
    if (this.errexit && this.#status !== 0 && !forgiven) throw new Exit(this.#status);
  }

  *#trapped(): Generator<Wait, void> {
    const trap = this.traps.get(this.pending ?? "");
    this.pending = null;
    if (!trap) return;
    const status = this.#status;
    yield* this.run(trap);
    this.#status = status;
  }

  *#dispatch(command: Command, words: readonly string[]): Generator<Wait, void> {
    switch (command.kind) {
      case "simple":
        return yield* this.#simple(command.assignments, words);
      case "pipe":
        this.#status = yield* this.#pipeline(command.commands);
        return;
      case "group":
        return yield* this.run(command.body);
      case "subshell":
        this.#status = yield* this.#fork(command.body, this.#streams);
        return;
      case "not":
        yield* this.#asked([command.command]);
        this.#status = this.#status === 0 ? 1 : 0;
        return;
      case "and":
      case "or":
        yield* this.#asked([command.left]);
        if ((this.#status === 0) === (command.kind === "and")) yield* this.run([command.right]);
        return;
      case "if":
        return yield* this.#if(command);
      case "while":
      case "until":
        return yield* this.#loop(command);
      case "for":
        return yield* this.#for(command);
      case "case":
        return yield* this.#case(command);
    }
  }

  #pipeline(commands: readonly Command[]): Generator<Wait, number> {
    const start = (one: Command, streams: Streams) => this.#fork([one], streams);
    return pipeline(commands, this.#streams, this.#options.now, start);
  }

  /** Runs commands whose failure is an answer. */
  *#asked(body: Sequence): Generator<Wait, void> {
    this.#tested += 1;
    try {
      yield* this.run(body);
    } finally {
      this.#tested -= 1;
    }
  }

  *#if(command: Extract<Command, { kind: "if" }>): Generator<Wait, void> {
    for (const { test, body } of command.branches) {
      yield* this.#asked(test);
      if (this.#status === 0) return yield* this.run(body);
    }
    if (command.otherwise.length === 0) this.#status = 0;
    yield* this.run(command.otherwise);
  }

  *#loop(command: Extract<Command, { kind: "while" | "until" }>): Generator<Wait, void> {
    let status = 0;
    for (;;) {
      yield* this.#asked(command.test);
      if ((this.#status === 0) !== (command.kind === "while")) break;
      const jump = yield* this.#round(command.body);
      status = this.#status;
      if (jump === "break") break;
    }
    this.#status = status;
  }

  *#for(command: Extract<Command, { kind: "for" }>): Generator<Wait, void> {
    const values = command.words ? yield* expandWords(command.words, this) : this.positional;
    if (values.length === 0) this.#status = 0;
    for (const value of values) {
      this.assign(command.name, value);
      if ((yield* this.#round(command.body)) === "break") break;
    }
  }

  /** One round of a loop; jumps that are for an outer loop go on to it. */
  *#round(body: Sequence): Generator<Wait, "break" | "continue"> {
    try {
      yield* this.run(body);
      return "continue";
    } catch (error) {
      if (!(error instanceof LoopJump)) throw error;
      this.#status = 0;
      if (error.levels > 1) throw new LoopJump(error.kind, error.levels - 1);
      return error.kind;
    }
  }

  *#case(command: Extract<Command, { kind: "case" }>): Generator<Wait, void> {
    const subject = [...(yield* expandText(command.subject, this))];
    for (const { patterns, body } of command.branches) {
      for (const pattern of patterns) {
        if (!matches(subject, yield* expandPattern(pattern, this))) continue;
        if (body.length === 0) this.#status = 0;
        return yield* this.run(body);
      }
    }
    this.#status = 0;
  }

  *#simple(assignments: readonly Assignment[], words: readonly string[]): Generator<Wait, void> {
    const [name, ...args] = words;
    const before = new Map<string, string | undefined>();
    if (name === undefined) this.#substituted = 0;
    for (const { name: variable, value } of assignments) {
      before.set(variable, this.#variables.get(variable));
      this.assign(variable, yield* expandText(value, this));
    }
    this.#status = name === undefined ? this.#substituted : yield* this.execute(name, args);
    if (name !== undefined) this.#restore(before);
  }

  /** An assignment before a command is for that command alone. */
  #restore(before: ReadonlyMap<string, string | undefined>): void {
    for (const [name, value] of before) {
      if (value === undefined) this.unset(name);
      else this.assign(name, value);
    }
  }

  /** A command by name, of the shell or beside it. */
  *execute(name: string, args: readonly string[]): Generator<Wait, number> {
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    if (builtin) return yield* builtin(this, args, this.#streams);
    const { memory, now } = this.#options;
    return yield* runUtility(name, {
      args,
      now,
      memory,
      hostname: this.#variables.get("HOSTNAME") ?? "",
      files: this.files,
      input: this.#streams[0],
      out: this.#streams[1],
      err: this.#streams[2],
    });
  }
}
