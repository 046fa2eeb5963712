// @vitest-environment jsdom
import { act, fireEvent, render, screen } from "@testing-library/react";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { renderToString } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { KeyboardProvider } from "#components/keyboard";
import { LogPage } from "#components/log-page";
import { LogViewer } from "#components/log-viewer";
import { PodPage } from "#components/pod-page";
import { showList } from "#components/testing/list-harness";
import {
  eachInALogBrowser,
  joined,
  log,
  logRows,
  origins,
  printed,
  sendLog,
  showLog,
  texts,
} from "#components/testing/log-harness";
import type { LogBeginning } from "#lib/api/log-beginning";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { linesFrame, logOrigin } from "#lib/client/testing/log-data";
import { podRow, snapshot } from "#lib/client/testing/watch-data";

vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push: () => {} }),
  useSearchParams: () => new URLSearchParams(),
}));

/** What a page comes with: the last of these lines of the first Pod. */
function begun(...lines: readonly (readonly [time: string, text: string])[]): LogBeginning {
  const [origin = logOrigin()] = origins;
  return { sources: [{ origin, standing: null, block: linesFrame(0, ...lines).block }] };
}
const newest = begun(["12:00:02", "three"], ["12:00:03", "four"]);
const whole = ["one", "two", "three", "four"];
const tellWatch = (frame: { readonly type: string }) =>
  act(() => FakeEventSource.open.find(({ url }) => url.startsWith("/api/watch"))?.send(frame));
const streams = () => FakeEventSource.open.filter(({ url }) => url.startsWith("/api/logs"));

eachInALogBrowser();

describe("a log whose newest lines came with its page", () => {
  it("is drawn on the server, as it is told in every zone", () => {
    const html = renderToString(
      <NuqsTestingAdapter searchParams="?of=pod/build-a">
        <LogPage namespace="web" beginning={begun(["12:00:02", "<b>three</b>"])} />
      </NuqsTestingAdapter>,
    );
    const page = new DOMParser().parseFromString(html, "text/html");
    const [row] = page.querySelectorAll('[role="log"] [data-time]');
    expect(row?.querySelector("[data-text]")?.textContent).toBe("<b>three</b>");
    expect(row?.querySelector("button")?.textContent).toBe("12:00:02.000");
    expect(page.querySelector("[data-log-state]")?.getAttribute("data-log-state")).toBe(
      "connecting",
    );
  });

  it("is taken over by the browser as it was drawn", () => {
    const page = (
      <NuqsTestingAdapter searchParams="?of=pod/build-a">
        <LogPage namespace="web" beginning={newest} />
      </NuqsTestingAdapter>
    );
    const place = document.body.appendChild(document.createElement("div"));
    place.innerHTML = renderToString(page);
    const drawn = place.querySelector('[role="log"] [data-time]');
    const onRecoverableError = vi.fn();
    render(page, { container: place, hydrate: true, onRecoverableError });
    expect(onRecoverableError).not.toHaveBeenCalled();
    expect(place.querySelector('[role="log"] [data-time]')).toBe(drawn);
  });

  it("shows them until what is read has come as far", () => {
    showLog("", { beginning: newest });
    expect(texts()).toEqual(["three", "four"]);
    sendLog(joined(1), printed(0, "one", "two", "three"));
    expect(texts()).toEqual(["three", "four"]);
    sendLog(linesFrame(0, ["12:00:03", "four"]));
    expect(texts()).toEqual(whole);
    sendLog(linesFrame(0, ["12:00:04", "five"]));
    expect(texts()).toEqual([...whole, "five"]);
  });

  it("shows what is read where that does not come as far in five seconds", () => {
    showLog("", { beginning: newest });
    sendLog(joined(1), printed(0, "one"));
    act(() => void vi.advanceTimersByTime(4_900));
    expect(texts()).toEqual(["three", "four"]);
    act(() => void vi.advanceTimersByTime(100));
    expect(texts()).toEqual(["one"]);
  });

  it("keeps them where nothing can be read any more, and says why", () => {
    showLog("", { beginning: newest });
    sendLog({ type: "failure", error: { code: "forbidden", message: "you may not" } });
    expect(texts()).toEqual(["three", "four"]);
    expect(screen.getByText("you may not")).toBeTruthy();
  });

  it("is not followed again where one has scrolled back in them", () => {
    showLog("", { beginning: newest });
    fireEvent.wheel(log(), { deltaY: -40 });
    sendLog(joined(1), printed(0, ...whole));
    expect(texts()).toEqual(whole);
    sendLog(linesFrame(0, ["12:00:04", "five"]));
    expect(screen.getByRole("button", { name: "1 new line" })).toBeTruthy();
  });

  it("keeps the keyboard where it was", () => {
    showLog("", { beginning: newest });
    log().focus();
    sendLog(joined(1), printed(0, ...whole));
    expect(document.activeElement).toBe(log());
  });

  it("does not show them for another log that is chosen", () => {
    const of = (container: string) => (
      <NuqsTestingAdapter>
        <KeyboardProvider>
          <LogViewer
            namespace="default"
            target={{ kind: "pod", name: "build-a" }}
            uid=""
            containers={[]}
            defaultContainer={container}
            instances="current"
            lineKeys
            beginning={newest}
          />
        </KeyboardProvider>
      </NuqsTestingAdapter>
    );
    const { rerender } = render(of("main"));
    expect(texts()).toEqual(["three", "four"]);
    rerender(of("other"));
    expect(logRows()).toEqual([]);
  });
});

describe("a Pod's page whose log is here before the Pod", () => {
  it("reads on in the same log once the Pod is known", () => {
    const [origin = logOrigin()] = origins;
    showList(<PodPage namespace="begun" name="build-a" log={newest} />);
    expect(texts()).toEqual(["three", "four"]);
    const [stream] = streams();
    expect(stream?.url).toContain(`uid=${origin.podUid}&container=main`);
    const row = podRow({
      namespace: "begun",
      name: "build-a",
      uid: origin.podUid,
      defaultContainer: "main",
    });
    tellWatch(snapshot({ tables: { pods: [row] } }));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("build-a");
    expect(streams()).toEqual([stream]);
    expect(texts()).toEqual(["three", "four"]);
  });

  it("says that there is no such Pod as soon as that is known", () => {
    showList(<PodPage namespace="begun-gone" name="build-a" log={newest} />);
    tellWatch(snapshot({ tables: { pods: [] } }));
    expect(screen.queryByRole("log")).toBeNull();
    expect(screen.getByText(/not found/)).toBeTruthy();
  });
});
