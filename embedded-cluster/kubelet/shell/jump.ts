/** The shell ends, from wherever it is. */
export class Exit extends Error {
  readonly status: number;

  constructor(status: number) {
    super();
    this.status = status;
  }
}

/** `break` and `continue`, through as many loops as they name. */
export class LoopJump extends Error {
  readonly kind: "break" | "continue";
  readonly levels: number;

  constructor(kind: "break" | "continue", levels: number) {
    super();
    this.kind = kind;
    this.levels = levels;
  }
}
