// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NoLog, ShownLog, showLog } from "#components/detail/shown-log";
import { closeBrowser, openBrowser, showList } from "#components/testing/list-harness";
import { podRow } from "#lib/client/testing/watch-data";

const pods = ["build-a", "build-b"].map((name) =>
  podRow({ namespace: "web", name, uid: name, defaultContainer: "main" }),
);

/** A page on which another Pod takes the log, by itself or because a person chose it. */
function Page({ first }: { readonly first: string }) {
  const [shown, setShown] = useState(first);
  const pod = pods.find(({ name }) => name === shown);
  return (
    <>
      <button type="button" onClick={() => setShown("build-b")}>
        A newer Pod comes
      </button>
      <button
        type="button"
        onClick={() => {
          setShown("build-b");
          showLog();
        }}
      >
        Logs of build-b
      </button>
      <div id="log">
        {pod ? (
          <ShownLog
            key={pod.uid}
            namespace="web"
            target={{ kind: "pod", name: pod.name }}
            uid={pod.uid}
            containers={[]}
            defaultContainer="main"
            instances="current"
            lineKeys
          />
        ) : (
          <NoLog>It begins with the first Pod.</NoLog>
        )}
      </div>
    </>
  );
}

const show = (first = "build-a") => showList(<Page first={first} />);
const draw = () => act(() => void vi.advanceTimersToNextFrame());
const press = (name: string) => {
  const button = screen.getByRole("button", { name });
  button.focus();
  fireEvent.click(button);
  draw();
  return button;
};
const log = (pod: string) => screen.getByRole("log", { name: `Log of ${pod}` });

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-03-10T12:00:20Z") });
  openBrowser();
});
afterEach(() => {
  closeBrowser();
  vi.useRealTimers();
  window.history.replaceState(null, "", "/");
});

describe("the log on an object's page", () => {
  it("gets the keyboard where the address leads to it, once a visit", () => {
    window.history.replaceState(null, "", "/jobs/web/build#log");
    show();
    draw();
    expect(document.activeElement).toBe(log("build-a"));
    const button = press("A newer Pod comes");
    expect(log("build-b")).toBeTruthy();
    expect(document.activeElement).toBe(button);
    closeBrowser();
    openBrowser();
    show();
    draw();
    expect(document.activeElement).toBe(log("build-a"));
  });

  it("leaves the keyboard alone where the address does not", () => {
    show();
    draw();
    expect(document.activeElement).toBe(document.body);
  });

  it.each(["build-a", "none"])(
    "gets the keyboard when its Pod is chosen instead of %s",
    (first) => {
      show(first);
      press("Logs of build-b");
      expect(document.activeElement).toBe(log("build-b"));
    },
  );
});
