import pino from "pino";
import type { ErrorCode } from "#lib/api/errors";
import type { InformerObserver, InformerState } from "#lib/kubernetes/observer";
import type { ReflectorState } from "#lib/kubernetes/reflector-state";
import { redacted } from "#lib/server/redaction";
import type { AnsweredRequest } from "#lib/server/route-template";
import { inEnglish } from "#lib/texts/wording";

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFormat = "text" | "json";

export interface OperationLogOptions {
  readonly format: LogFormat;
  readonly level: LogLevel;
  /** Takes one line, its end included. */
  readonly write: (line: string) => void;
}

/** A change that was sent to the cluster, as an auditor wants it. What people typed is not in it. */
export interface AuditedChange {
  /** Whose cluster it is, by the kubeconfig's name. */
  readonly context: string;
  readonly action: "suspend" | "resume" | "trigger" | "rerun" | "delete" | "create";
  readonly resource: "cronjobs" | "jobs" | "pods";
  readonly namespace: string;
  readonly name: string;
  /** Of the object that was changed; empty for one that was to be created. */
  readonly uid: string;
  /** As the API server calls the viewer, or else the kubeconfig; null where neither does. */
  readonly who: string | null;
  /** `accepted`, `already` so, or the error the browser was told. */
  readonly result: "accepted" | "already" | ErrorCode;
  /** The object that was created. */
  readonly made: { readonly name: string; readonly uid: string } | null;
}

/**
 * What an operator is told while Batchboard runs: one line for each request, change of a watch's
 * state, refused admission, and failure nobody waits for. No line holds a query, a cookie, a token
 * or the name of an object; messages of others are cleared of what looks like a credential.
 *
 * A change of the cluster is the one exception: its line says who changed which object, for that is
 * what it is kept for. It is JSON whatever the format, and written whatever the level but `silent`.
 */
export class OperationLog implements InformerObserver {
  readonly #log: pino.Logger;
  readonly #audit: pino.Logger;

  constructor({ format, level, write }: OperationLogOptions) {
    const options = {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      // None of these is ever given to it: should one be, it is not written.
      redact: {
        paths: secretFields.flatMap((name) => [name, `*.${name}`]),
        censor: "[redacted]",
      },
    };
    const lines = { write: format === "json" ? write : (line: string) => write(textLine(line)) };
    this.#log = pino({ ...options, level }, lines);
    this.#audit = pino({ ...options, level: level === "silent" ? "silent" : "info" }, { write });
  }

  request({ seconds, ...request }: AnsweredRequest): void {
    const ms = Math.round(seconds * 1000);
    this.#log.info({ ...request, ms }, "request");
  }

  became(
    resource: string,
    from: InformerState,
    to: ReflectorState | { readonly state: "stopped" },
  ): void {
    const reason = "message" in to ? { reason: redacted(inEnglish(to.message)) } : {};
    const level = to.state === "backing-off" || to.state === "forbidden" ? "warn" : "info";
    this.#log[level]({ resource, from, to: to.state, ...reason }, "watch");
  }

  refused(scarce: string): void {
    this.#log.warn({ scarce }, "admission refused");
  }

  audit({ made, ...change }: AuditedChange): void {
    const created = made ? { made: { name: made.name, uid: made.uid } } : {};
    this.#audit.info({ ...change, ...created }, "audit");
  }

  /** A failure nobody waits for. */
  failed(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log.error({ error: redacted(text) }, "failure");
  }

  /** A sentence about the cluster or the process. */
  said(sentence: string): void {
    this.#log.info(redacted(sentence));
  }
}

const secretFields = ["authorization", "cookie", "token", "password", "key", "set-cookie"];

/** A line for people: time, level, message, then the fields in the order they were given. */
function textLine(json: string): string {
  const { level, time, msg, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const rest = Object.entries(fields).map(
    ([name, value]) => `${name}=${/\s/.test(String(value)) ? JSON.stringify(value) : value}`,
  );
  return `${[time, String(level).toUpperCase(), msg, ...rest].join(" ")}\n`;
}
