import { Fault } from "./fault.ts";
import type { Entry, FileSystem } from "./file-system.ts";

const numeric: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  "-eq": (a, b) => a === b,
  "-ne": (a, b) => a !== b,
  "-lt": (a, b) => a < b,
  "-gt": (a, b) => a > b,
  "-le": (a, b) => a <= b,
  "-ge": (a, b) => a >= b,
};
const textual: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  "=": (a, b) => a === b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
};
/** Asked of files; whoever runs a container may do with them what can be done. */
const fileTests: Readonly<Record<string, (entry: Entry) => boolean>> = {
  "-e": () => true,
  "-f": ({ kind }) => kind === "file",
  "-d": ({ kind }) => kind === "directory",
  "-s": (entry) => entry.kind === "directory" || entry.size > 0,
  "-r": () => true,
  "-w": () => true,
  "-x": ({ kind }) => kind === "directory",
};
/** Asked of what files here do not have. */
export const refusedTests = /^-[bcghLOGpStuk]$|^-(nt|ot|ef)$/;

/** `test`: whether the expression holds. Throws Fault, which is status 2, where it is none. */
export function holds(args: readonly string[], files: FileSystem): boolean {
  if (args.length === 0) return false;
  const reader = new Expression(args, files);
  const value = reader.or();
  const extra = reader.rest();
  if (extra !== undefined) throw new Fault(`${extra}: unknown operand`);
  return value;
}

class Expression {
  readonly #args: readonly string[];
  readonly #files: FileSystem;
  #at = 0;

  constructor(args: readonly string[], files: FileSystem) {
    this.#args = args;
    this.#files = files;
  }

  rest(): string | undefined {
    return this.#args[this.#at];
  }

  or(): boolean {
    let value = this.#and();
    while (this.#take("-o")) value = this.#and() || value;
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#take("-a")) value = this.#not() && value;
    return value;
  }

  #not(): boolean {
    let negated = false;
    while (this.#args[this.#at] === "!" && this.#args.length - this.#at > 1 && !this.#binary()) {
      this.#at += 1;
      negated = !negated;
    }
    return this.#primary() !== negated;
  }

  #take(text: string): boolean {
    if (this.#args[this.#at] !== text) return false;
    this.#at += 1;
    return true;
  }

  /** The operator, where the next three arguments are an operand, an operator and an operand. */
  #binary(): string | null {
    const operator = this.#args[this.#at + 1] ?? "";
    const known = Object.hasOwn(numeric, operator) || Object.hasOwn(textual, operator);
    return known && this.#args[this.#at + 2] !== undefined ? operator : null;
  }

  #primary(): boolean {
    const left = this.#args[this.#at];
    if (left === undefined) throw new Fault("argument expected");
    const operator = this.#binary();
    if (operator !== null) {
      const right = this.#args[this.#at + 2] ?? "";
      this.#at += 3;
      const compare = numeric[operator];
      if (compare) return compare(whole(left), whole(right));
      return textual[operator]?.(left, right) ?? false;
    }
    this.#at += 1;
    if (left === "(" && this.#args.length - this.#at > 1) {
      const value = this.or();
      if (!this.#take(")")) throw new Fault("closing paren expected");
      return value;
    }
    const operand = this.#args[this.#at];
    if (operand !== undefined && (left === "-n" || left === "-z")) {
      this.#at += 1;
      return (operand === "") === (left === "-z");
    }
    if (operand !== undefined && refusedTests.test(left)) {
      throw new Fault(`${left}: the embedded cluster does not ask this of files`);
    }
    const asked = operand !== undefined && Object.hasOwn(fileTests, left) && fileTests[left];
    if (!asked) return left !== "";
    this.#at += 1;
    return this.#files.has(operand) && asked(this.#files.entry(operand));
  }
}

function whole(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Fault(`${text}: bad number`);
  return BigInt(text.trim().replace(/^\+/, ""));
}
