// biome-ignore-all lint/suspicious/noExplicitAny: fields of a Pod that were read by its schema
import type { ContainerInstance, ContainerLogs, LoggedLine } from "../container-logs.ts";
import type { ApiObject } from "../objects.ts";
import { badRequest, refuseInvalid } from "./failure.ts";
import { FieldErrors } from "./field-errors.ts";
import { Pieces } from "./pieces.ts";
import { integerParameter, isTrue } from "./request.ts";
import { timeFault } from "./rfc3339.ts";

/** The query of `pods/log` (kubectl-semantics 9). */
export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | null;
  readonly limitBytes: number | null;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number | null;
}

/** What of an instance is read; null for a Pod that is on no node yet, which has an empty answer. */
export type LogSource = {
  readonly instance: ContainerInstance;
  readonly containerId: string;
} | null;

/** 422 for what cannot go together, with the API server's texts. */
export function logOptions(query: URLSearchParams, pod: string, nowMs: number): LogOptions {
  const tailLines = integerParameter(query, "tailLines");
  const limitBytes = integerParameter(query, "limitBytes");
  const sinceSeconds = integerParameter(query, "sinceSeconds");
  const sinceTime = query.get("sinceTime");
  const errors = new FieldErrors();
  errors.nonNegative("tailLines", tailLines ?? undefined);
  if (limitBytes !== null && limitBytes < 1) {
    errors.invalid("limitBytes", limitBytes, "must be greater than 0");
  }
  if (sinceSeconds !== null && sinceTime) {
    errors.forbidden("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified");
  } else if (sinceSeconds !== null && sinceSeconds < 1) {
    errors.invalid("sinceSeconds", sinceSeconds, "must be greater than 0");
  }
  // The streams of a container are apart only with a feature that is off (PodLogsQuerySplitStreams).
  if (query.has("stream")) errors.forbidden("stream", "may not be specified");
  refuseInvalid({ kind: "PodLogOptions", group: "" }, pod, errors.list);
  return {
    container: query.get("container") ?? "",
    follow: isTrue(query.get("follow")),
    previous: isTrue(query.get("previous")),
    timestamps: isTrue(query.get("timestamps")),
    tailLines,
    limitBytes,
    sinceMs: sinceTime
      ? wholeSecond(sinceTime)
      : sinceSeconds === null
        ? null
        : nowMs - sinceSeconds * 1_000,
  };
}

function wholeSecond(sinceTime: string): number {
  const fault = timeFault(sinceTime);
  if (fault !== "") throw badRequest(fault);
  return Math.floor(Date.parse(sinceTime) / 1_000) * 1_000;
}

/** Which instance of which container is meant, refused as the API server and the kubelet do. */
export function logSource(pod: ApiObject, options: LogOptions): LogSource {
  const container = chosenContainer(pod, options.container);
  if (!pod.spec.nodeName) return null;
  const status = statusOf(pod, container);
  const where = `container "${container}" in pod "${pod.metadata.name}"`;
  if (status === undefined) throw badRequest(`${where} is not available`);
  const count = status.restartCount ?? 0;
  const source = (containerId: string, restart: number): LogSource => ({
    instance: { podUid: pod.metadata.uid, container, restart: Math.max(0, restart) },
    containerId,
  });
  const { waiting, running, terminated } = status.state ?? {};
  const last = status.lastState?.terminated;
  if (options.previous) {
    if (!last?.containerID) {
      throw badRequest(`previous terminated ${where} not found`);
    }
    return source(last.containerID, count - 1);
  }
  if (running) return source(status.containerID ?? "", count);
  if (terminated) {
    if (terminated.containerID) return source(terminated.containerID, count);
    if (last?.containerID) return source(last.containerID, count - 1);
    throw badRequest(`${where} is terminated`);
  }
  if (last) {
    if (!last.containerID) throw badRequest(`${where} is terminated`);
    // The restart is counted only when the next instance begins.
    return source(last.containerID, waiting?.reason === "CrashLoopBackOff" ? count : count - 1);
  }
  throw badRequest(`${where} is waiting to start${waitingFor(waiting)}`);
}

function waitingFor(waiting: { reason?: string } | undefined): string {
  if (!waiting?.reason) return waiting === undefined ? " - no logs yet" : ": ";
  switch (waiting.reason) {
    case "ErrImagePull":
      return ": image can't be pulled";
    case "ImagePullBackOff":
      return ": trying and failing to pull image";
    default:
      return `: ${waiting.reason}`;
  }
}

function chosenContainer({ metadata, spec }: ApiObject, asked: string): string {
  const names = (list: readonly any[] | undefined): string[] =>
    (list ?? []).map(({ name }) => name);
  const [init, own] = [names(spec.initContainers), names(spec.containers)];
  const all = [...init, ...own];
  if (asked !== "") {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`);
  }
  const [only] = own;
  if (only !== undefined && own.length === 1) return only;
  throw badRequest(
    `a container name must be specified for pod ${metadata.name}, choose one of: [${all.join(" ")}]`,
  );
}

function statusOf({ status }: ApiObject, container: string): any {
  return [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ].find(({ name }) => name === container);
}

/** The text of a log; in pieces while it is followed. */
export function readLog(
  logs: ContainerLogs,
  { instance, containerId }: NonNullable<LogSource>,
  options: LogOptions,
  signal: AbortSignal | undefined,
): string | AsyncIterable<string> {
  const known = logs.lines(instance);
  if (known === undefined) {
    return `unable to retrieve container logs for ${containerId}`;
  }
  const printer = new LinePrinter(options);
  const print = (line: LoggedLine) => printer.print(line);
  if (!options.follow) return tail(known, options).map(print).join("");
  const hear = (line: LoggedLine) => (isSince(line, options) ? print(line) : "");
  const isSpent = () => printer.isSpent;
  // Subscribed and the tail cut in the same turn, so that no line comes twice or is lost.
  const pieces = follow(logs, instance, hear, isSpent);
  pieces.write(tail(known, options).map(print).join(""));
  if (isSpent()) pieces.end();
  pieces.endWith(signal);
  return pieces;
}

const isSince = ({ time }: LoggedLine, { sinceMs }: LogOptions): boolean =>
  sinceMs === null || Date.parse(time) >= sinceMs;

function tail(lines: readonly LoggedLine[], options: LogOptions): LoggedLine[] {
  const recent = lines.filter((line) => isSince(line, options));
  if (options.tailLines === null) return recent;
  return options.tailLines === 0 ? [] : recent.slice(-options.tailLines);
}

/** Prints lines one after the other; `limitBytes` may end them in the middle of one. */
class LinePrinter {
  readonly #timestamps: boolean;
  #left: number;
  #isAtStart = true;

  constructor({ timestamps, limitBytes }: LogOptions) {
    this.#timestamps = timestamps;
    this.#left = limitBytes ?? Number.POSITIVE_INFINITY;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** What continues a line has no time of its own. */
  print({ time, text, partial }: LoggedLine): string {
    const stamp = this.#timestamps && this.#isAtStart ? `${time} ` : "";
    this.#isAtStart = !partial;
    const whole = `${stamp}${text}${partial ? "" : "\n"}`;
    const bytes = Buffer.byteLength(whole);
    const left = this.#left;
    this.#left = Math.max(0, left - bytes);
    return bytes <= left ? whole : Buffer.from(whole).subarray(0, left).toString();
  }
}

/** Ends with the instance, its reader or its limit. */
function follow(
  logs: ContainerLogs,
  instance: ContainerInstance,
  hear: (line: LoggedLine) => string,
  isSpent: () => boolean,
): Pieces {
  let unfollow = () => {};
  // The end may be heard before there is a way to unfollow.
  const pieces = new Pieces({ left: () => queueMicrotask(() => unfollow()) });
  unfollow = logs.follow(instance, (line) => {
    if (line !== null) pieces.write(hear(line));
    if (line === null || isSpent()) pieces.end();
  });
  return pieces;
}
