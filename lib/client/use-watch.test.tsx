// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatScope, type Scope } from "#lib/api/scope";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { jobRow, snapshot } from "#lib/client/testing/watch-data";
import { useWatch } from "#lib/client/use-watch";
import { inEnglish } from "#lib/texts/wording";

function View({ scope }: { scope: Scope }) {
  const { data, connection, retryNow } = useWatch(scope);
  const names = data?.tables.jobs?.map(({ name, completions }) => `${name} ${completions}`);
  return (
    <>
      <output>{names?.join(", ") ?? "nothing yet"}</output>
      <p>{connection.state}</p>
      <time>{data?.heard}</time>
      <q>{[...(data?.beside.reasons.values() ?? [])].map(({ word }) => word).join()}</q>
      <p>{connection.state === "failed" && inEnglish(connection.error.message)}</p>
      <button type="button" onClick={retryNow}>
        retry
      </button>
    </>
  );
}

let scopes = 0;
let scope: Scope;

function show(shown: Scope = scope) {
  return render(
    <StrictMode>
      <View key={formatScope(shown)} scope={shown} />
    </StrictMode>,
  );
}

const rows = () => screen.getByRole("status").textContent;
const send = (frame: { readonly type: string }) => act(() => FakeEventSource.last.send(frame));
/** What is known is drawn first, then the stream is opened. */
const drawn = () => vi.waitFor(() => expect(FakeEventSource.open).toHaveLength(1));
const now = "2026-03-10T12:00:00Z";

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeEventSource);
  FakeEventSource.opened = [];
  scope = { view: "jobs", namespaces: [`ns-${++scopes}`], selector: "" };
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("useWatch", () => {
  it("shows the snapshot and then every change", () => {
    show();
    expect(rows()).toBe("nothing yet");
    expect(screen.getByText("connecting")).toBeTruthy();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    expect(rows()).toBe("echo 0/1");
    expect(screen.getByText("open")).toBeTruthy();
    const done = jobRow({ completions: "1/1" });
    send({ type: "delta", now, tables: { jobs: { rows: [done], gone: [] } } } as never);
    expect(rows()).toBe("echo 1/1");
  });

  it("shows what comes beside the rows alone, within the second of the frame before", () => {
    const { container } = show();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    const reason = { word: "OOMKilled", sentence: "", tone: "failed", source: "" };
    send({ type: "delta", now, beside: { reasons: { "uid-1": reason } } } as never);
    expect(container.querySelector("q")?.textContent).toBe("OOMKilled");
  });

  it("asks for its scope, on one connection however many watch it", () => {
    show();
    show();
    expect(FakeEventSource.open).toHaveLength(1);
    expect(FakeEventSource.last.url).toBe(`/api/watch?${formatScope(scope)}`);
    cleanup();
    expect(FakeEventSource.open).toHaveLength(0);
  });

  it("keeps the last good rows when the connection is lost, and takes it up when asked", () => {
    show();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    act(() => FakeEventSource.last.cut());
    expect(screen.getByText("lost")).toBeTruthy();
    expect(rows()).toBe("echo 0/1");
    act(() => screen.getByRole("button").click());
    send(snapshot({ tables: { jobs: [jobRow({ completions: "1/1" })] } }));
    expect(screen.getByText("open")).toBeTruthy();
    expect(rows()).toBe("echo 1/1");
  });

  it("knows how old its rows are by the last sign of life, a heartbeat too", () => {
    show();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    const later = "2026-03-10T12:07:00Z";
    send({ type: "heartbeat", now: later } as never);
    expect(screen.queryByText(later)).toBeNull();
    act(() => FakeEventSource.last.cut());
    expect(screen.getByText(later)).toBeTruthy();
  });

  it("keeps the last good rows when the server ends the stream for good", () => {
    show();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    send({ type: "failure", error: { code: "internal", message: "a bug" } } as never);
    expect(screen.getByText("failed")).toBeTruthy();
    expect(screen.getByText("a bug")).toBeTruthy();
    expect(rows()).toBe("echo 0/1");
    expect(FakeEventSource.open).toHaveLength(0);
  });

  it("shows what an earlier visit saw until the new snapshot comes", async () => {
    show();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    cleanup();
    show();
    expect(rows()).toBe("echo 0/1");
    expect(screen.getByText("connecting")).toBeTruthy();
    await drawn();
    send(snapshot({ tables: { jobs: [] } }));
    expect(rows()).toBe("");
  });

  it("shows at once what a wider view holds of its namespaces, until its own snapshot comes", async () => {
    const [here, there] = [`ns-${scopes}-a`, `ns-${scopes}-b`];
    show({ ...scope, namespaces: [here, there] } as Scope);
    const jobs = [here, there].map((namespace) =>
      jobRow({ namespace, name: namespace.slice(-1), uid: namespace }),
    );
    send(snapshot({ namespaces: [here, there], tables: { jobs } }));
    cleanup();
    show({ ...scope, namespaces: [there] } as Scope);
    expect(rows()).toBe("b 0/1");
    expect(screen.getByText("connecting")).toBeTruthy();
    expect(FakeEventSource.open).toHaveLength(0);
    await drawn();
    send(snapshot({ namespaces: [there], tables: { jobs: [] } }));
    expect(rows()).toBe("");
  });

  it("R15: a connection that was cut asks for what came after the last event, a new page for all", async () => {
    show();
    act(() => FakeEventSource.last.send(snapshot(), "0123456789abcdef.7"));
    act(() => FakeEventSource.last.send({ type: "heartbeat", now } as never));
    act(() => FakeEventSource.last.cut());
    act(() => screen.getByRole("button").click());
    expect(FakeEventSource.last.url).toContain("&after=0123456789abcdef.7");
    cleanup();
    show();
    await drawn();
    expect(FakeEventSource.last.url).not.toContain("after");
  });

  it("R27: told of a restart, the page keeps its rows, marks them and comes back by itself", () => {
    vi.useFakeTimers();
    show();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    const before = FakeEventSource.opened.length;
    send({ type: "restart", afterMs: 1_500 } as never);
    expect(rows()).toBe("echo 0/1");
    expect(screen.getByText("lost")).toBeTruthy();
    act(() => vi.advanceTimersByTime(1_499));
    expect(FakeEventSource.opened).toHaveLength(before);
    act(() => vi.advanceTimersByTime(1_501));
    expect(FakeEventSource.opened).toHaveLength(before + 1);
    send(snapshot({ tables: { jobs: [jobRow({ completions: "1/1" })] } }));
    expect(rows()).toBe("echo 1/1");
    vi.useRealTimers();
  });

  it("forgets the rows of a view that was left long ago", () => {
    vi.useFakeTimers();
    show();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    cleanup();
    vi.advanceTimersByTime(299_999);
    show();
    expect(rows()).toBe("echo 0/1");
    vi.advanceTimersByTime(300_000);
    expect(rows()).toBe("echo 0/1");
    cleanup();
    vi.advanceTimersByTime(300_000);
    show();
    expect(rows()).toBe("nothing yet");
    vi.useRealTimers();
  });

  it("does not mix two scopes", () => {
    const other: Scope = { view: "jobs", namespaces: [`other-${scopes}`], selector: "" };
    const { rerender } = show();
    send(snapshot({ tables: { jobs: [jobRow()] } }));
    rerender(
      <StrictMode>
        <View key={formatScope(other)} scope={other} />
      </StrictMode>,
    );
    expect(rows()).toBe("nothing yet");
    expect(FakeEventSource.open).toHaveLength(1);
    send(snapshot({ tables: { jobs: [jobRow({ name: "second" })] } }));
    expect(rows()).toBe("second 0/1");
  });
});
