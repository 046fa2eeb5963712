import { Fault } from "./fault.ts";

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
/** Asked of files, of which there are none. */
export const fileTests = /^-[bcdefghLOGprsStuwxk]$|^-(nt|ot|ef)$/;

/** `test`: whether the expression holds. Throws Fault, which is status 2, where it is none. */
export function holds(args: readonly string[]): boolean {
  if (args.length === 0) return false;
  const reader = new Expression(args);
  const value = reader.or();
  const extra = reader.rest();
  if (extra !== undefined) throw new Fault(`${extra}: unknown operand`);
  return value;
}

class Expression {
  readonly #args: readonly string[];
  #at = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
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
    if (operand !== undefined && fileTests.test(left)) {
      throw new Fault(`${left}: the embedded cluster has no files`);
    }
    return left !== "";
  }
}

function whole(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Fault(`${text}: bad number`);
  return BigInt(text.trim().replace(/^\+/, ""));
}
