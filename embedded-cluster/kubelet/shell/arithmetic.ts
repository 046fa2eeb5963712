import { Fault } from "./fault.ts";

interface Variables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

const wide = (value: bigint) => BigInt.asIntN(64, value);
const flag = (value: boolean) => (value ? 1n : 0n);

/** Loosest first; all of them from left to right but `**`. */
const levels: readonly Readonly<Record<string, (a: bigint, b: bigint) => bigint>>[] = [
  { "||": (a, b) => flag(a !== 0n || b !== 0n) },
  { "&&": (a, b) => flag(a !== 0n && b !== 0n) },
  { "|": (a, b) => a | b },
  { "^": (a, b) => a ^ b },
  { "&": (a, b) => a & b },
  { "==": (a, b) => flag(a === b), "!=": (a, b) => flag(a !== b) },
  {
    "<=": (a, b) => flag(a <= b),
    ">=": (a, b) => flag(a >= b),
    "<": (a, b) => flag(a < b),
    ">": (a, b) => flag(a > b),
  },
  { "<<": (a, b) => a << (b & 63n), ">>": (a, b) => a >> (b & 63n) },
  { "+": (a, b) => a + b, "-": (a, b) => a - b },
  { "*": (a, b) => a * b, "/": quotient, "%": (a, b) => a - quotient(a, b) * b },
];

function quotient(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Fault("divide by zero");
  return a / b;
}

function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new Fault("exponent less than 0");
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = wide(square * square)) {
    if (rest & 1n) result = wide(result * square);
  }
  return result;
}

const token =
  /\s*(0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|<<=|>>=|\+\+|--|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^<>=!~?:()])/y;
const assignment = /^(?:=|(<<|>>|[-+*/%&|^])=)$/;

/** A variable may hold an expression, that names a variable, and so on. */
const deepestVariable = 50;

/** The value of `$((…))`: 64-bit integers, as busybox counts. */
export function evaluate(expression: string, variables: Variables, depth = 0): bigint {
  if (depth > deepestVariable) throw new Fault("expression recursion loop detected");
  return expression.trim() === "" ? 0n : new Arithmetic(expression, variables, depth).whole();
}

class Arithmetic {
  readonly #variables: Variables;
  readonly #outer: number;
  readonly #tokens: string[] = [];
  #at = 0;
  #depth = 0;
  /** Positive in a branch that is not taken: nothing is assigned or divided there. */
  #skipped = 0;

  constructor(expression: string, variables: Variables, outer: number) {
    this.#variables = variables;
    this.#outer = outer;
    const source = expression.trimEnd();
    token.lastIndex = 0;
    while (token.lastIndex < source.length) {
      const match = token.exec(source);
      if (!match) throw new Fault("arithmetic syntax error");
      this.#tokens.push(match[1] ?? "");
    }
  }

  whole(): bigint {
    const value = this.#assigned();
    if (this.#at < this.#tokens.length) throw new Fault("arithmetic syntax error");
    return value;
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#at] !== text) return false;
    this.#at += 1;
    return true;
  }

  #assigned(): bigint {
    const name = this.#tokens[this.#at] ?? "";
    const match = assignment.exec(this.#tokens[this.#at + 1] ?? "");
    if (!/^[A-Za-z_]/.test(name) || !match) return this.#conditional();
    this.#at += 2;
    const operand = this.#deeper(() => this.#assigned());
    const apply = levels.map((level) => level[match[1] ?? ""]).find((found) => found);
    if (this.#skipped > 0) return 0n;
    const value = apply ? wide(apply(this.#read(name), operand)) : operand;
    this.#variables.set(name, String(value));
    return value;
  }

  #conditional(): bigint {
    const test = this.#binary(0);
    if (!this.#take("?")) return test;
    const yes = this.#unless(test === 0n, () => this.#deeper(() => this.#assigned()));
    if (!this.#take(":")) throw new Fault("arithmetic syntax error");
    const no = this.#unless(test !== 0n, () => this.#deeper(() => this.#assigned()));
    return test === 0n ? no : yes;
  }

  #unless(skipped: boolean, read: () => bigint): bigint {
    this.#skipped += skipped ? 1 : 0;
    const value = read();
    this.#skipped -= skipped ? 1 : 0;
    return value;
  }

  #binary(level: number): bigint {
    const operators = levels[level];
    if (!operators) return this.#raised();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#tokens[this.#at] ?? "";
      const apply = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
      if (!apply) return left;
      this.#at += 1;
      const decided = (operator === "||" && left !== 0n) || (operator === "&&" && left === 0n);
      const right = this.#unless(decided, () => this.#binary(level + 1));
      left = this.#skipped > 0 ? 0n : wide(apply(left, right));
    }
  }

  #raised(): bigint {
    const base = this.#unary();
    return this.#take("**")
      ? power(
          base,
          this.#deeper(() => this.#raised()),
        )
      : base;
  }

  #unary(): bigint {
    const step = this.#step();
    if (step !== 0n) return this.#stepped(this.#name(), step);
    if (this.#take("-")) return wide(-this.#deeper(() => this.#unary()));
    if (this.#take("+")) return this.#deeper(() => this.#unary());
    if (this.#take("!")) return flag(this.#deeper(() => this.#unary()) === 0n);
    if (this.#take("~")) return ~this.#deeper(() => this.#unary());
    if (this.#take("(")) {
      const value = this.#deeper(() => this.#assigned());
      if (!this.#take(")")) throw new Fault("arithmetic syntax error");
      return value;
    }
    const text = this.#tokens[this.#at] ?? "";
    this.#at += 1;
    if (/^\d/.test(text)) return number(text);
    if (/^[A-Za-z_]/.test(text)) {
      const value = this.#read(text);
      this.#stepped(text, this.#step());
      return value;
    }
    throw new Fault("arithmetic syntax error");
  }

  /** What `++` or `--` adds, if one of them is next. */
  #step(): bigint {
    return this.#take("++") ? 1n : this.#take("--") ? -1n : 0n;
  }

  #name(): string {
    const name = this.#tokens[this.#at] ?? "";
    if (!/^[A-Za-z_]/.test(name)) throw new Fault("arithmetic syntax error");
    this.#at += 1;
    return name;
  }

  #stepped(name: string, step: bigint): bigint {
    const value = wide(this.#read(name) + step);
    if (step !== 0n && this.#skipped === 0) this.#variables.set(name, String(value));
    return value;
  }

  #read(name: string): bigint {
    return evaluate(this.#variables.get(name) ?? "", this.#variables, this.#outer + 1);
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > 200) throw new Fault("expression recursion loop detected");
    const value = read();
    this.#depth -= 1;
    return value;
  }
}

function number(text: string): bigint {
  if (!/^0\d/.test(text)) return wide(BigInt(text));
  if (/[89]/.test(text)) throw new Fault("arithmetic syntax error");
  return wide(BigInt(`0o${text}`));
}
