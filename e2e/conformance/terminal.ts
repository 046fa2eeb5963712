import { spawn } from "node:child_process";

/** What a command came to. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** A command that runs. */
export interface Running {
  /** What it has printed on standard output so far. */
  printed(): string;
  /** Resolves once that matches; rejects when the command ends before. */
  until(pattern: RegExp): Promise<void>;
  /** Ends it as Ctrl-C does. */
  interrupt(): Promise<Printed>;
  readonly ended: Promise<Printed>;
}

type Environment = Readonly<Record<string, string>>;

/** As a shell splits a line: at spaces, but for those in single quotes, which are taken off. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^' ])+/g)].map(([word]) => word.replaceAll("'", ""));
}

/** A terminal in which somebody types kubectl, with a cluster and a namespace chosen. */
export class Terminal {
  readonly #kubectl: string;
  readonly #kubeconfig: string;
  readonly #namespace: string;

  constructor(kubectl: string, kubeconfig: string, namespace: string) {
    this.#kubectl = kubectl;
    this.#kubeconfig = kubeconfig;
    this.#namespace = namespace;
  }

  /** Runs `kubectl ARGS` to its end, whatever that is. */
  kubectl(args: string, input = "", environment: Environment = {}): Promise<Printed> {
    return this.start(args, input, environment).ended;
  }

  /** Begins to run `kubectl ARGS`, as `get -w` and `logs -f` are run. */
  start(args: string, input = "", environment: Environment = {}): Running {
    const child = spawn(this.#kubectl, ["--namespace", this.#namespace, ...wordsOf(args)], {
      env: { ...process.env, KUBECONFIG: this.#kubeconfig, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let more = Promise.withResolvers<void>();
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      more.resolve();
      more = Promise.withResolvers<void>();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    let isOver = false;
    const ended = new Promise<Printed>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        isOver = true;
        more.resolve();
        resolve({ stdout, stderr, code });
      });
    });
    return {
      printed: () => stdout,
      async until(pattern) {
        while (!pattern.test(stdout)) {
          if (isOver)
            throw new Error(`kubectl ${args} ended without ${pattern}:\n${stdout}${stderr}`);
          await more.promise;
        }
      },
      interrupt() {
        child.kill("SIGINT");
        return ended;
      },
      ended,
    };
  }
}
