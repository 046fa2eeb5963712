import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { LogViewer, type LogViewerProps } from "#components/log-viewer";
import { closeBrowser, openBrowser, showList } from "#components/testing/list-harness";
import type { LogFrame, LogOrigin, SourceStanding } from "#lib/api/log-frames";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { linesFrame, logOrigin } from "#lib/client/testing/log-data";

const job: LogViewerProps = {
  namespace: "default",
  target: { kind: "job", name: "build" },
  uid: "uid-1",
  containers: [],
  defaultContainer: "*",
  instances: "all",
  lineKeys: true,
};

/** The Pods of a Job, the first of which was created first. */
export const origins: readonly LogOrigin[] = ["build-a", "build-b", "build-c"].map((pod, i) =>
  logOrigin({ pod, container: "main", created: `2026-03-10T11:59:0${i}Z`, job: "build" }),
);

/** Each test of the file has a browser of its own, and time that stands still at 12:00:20. */
export function eachInALogBrowser(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-03-10T12:00:20Z") });
    openBrowser();
  });
  afterEach(() => {
    closeBrowser();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

/** Shows the log of a Job under an address. */
export function showLog(search = "", props: Partial<LogViewerProps> = {}) {
  return showList(<LogViewer {...job} {...props} />, search);
}

/** The log's server sends frames, and the browser draws. */
export function sendLog(...frames: (LogFrame | readonly LogFrame[])[]): void {
  act(() => {
    for (const frame of frames.flat() as LogFrame[]) FakeEventSource.last.send(frame);
    vi.advanceTimersToNextFrame();
  });
}

export function stands(source: number, standing: SourceStanding): LogFrame {
  return { type: "standing", source, standing };
}

/** So many sources of the Job join and are read. */
export function joined(count: number): LogFrame[] {
  return origins
    .slice(0, count)
    .flatMap((origin, source): LogFrame[] => [
      { type: "source", source, origin },
      stands(source, { state: "reading" }),
    ]);
}

/** Lines of a source, each a second after the one before, from 12:00:00 on. */
export function printed(source: number, ...texts: string[]): LogFrame {
  return linesFrame(
    source,
    ...texts.map((text, i) => [`12:00:${String(i).padStart(2, "0")}`, text] as const),
  );
}

export const log = () => screen.getByRole("log");
/** The lines in the page. */
export const logRows = () => [...log().querySelectorAll<HTMLElement>("[data-time]")];
/** What they say, without times and names. */
export const texts = () => logRows().map((row) => row.querySelector("[data-text]")?.textContent);
export const press = (key: string) => fireEvent.keyDown(document.body, { key });
/** What the log's connection asked for. */
export const asked = () => new URL(FakeEventSource.last.url, "http://localhost").searchParams;
