// @vitest-environment jsdom
import { act, screen } from "@testing-library/react";
import { Suspense } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { LanguageProvider } from "#components/language";
import { LogViewer } from "#components/log-viewer";
import { showList } from "#components/testing/list-harness";
import {
  eachInALogBrowser,
  joined,
  logRows,
  printed,
  sendLog,
  stands,
} from "#components/testing/log-harness";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { text } from "#lib/texts/text";

eachInALogBrowser();
beforeEach(async () => {
  await act(async () => {
    showList(
      <Suspense>
        <LanguageProvider first="zh-CN">
          <LogViewer
            namespace="default"
            target={{ kind: "job", name: "build" }}
            uid="uid-1"
            containers={[]}
            defaultContainer="*"
            instances="all"
            lineKeys
          />
        </LanguageProvider>
      </Suspense>,
      "?sources=1",
    );
  });
  // The words of a language are fetched when they are first wanted.
  await vi.waitFor(() => expect(FakeEventSource.opened).toHaveLength(1), { timeout: 10_000 });
});

it("tells a reader of Chinese what happened to a log, and leaves its lines as they were printed", () => {
  const exit = { exitCode: 137, signal: 9, reason: "OOMKilled", finished: "2026-03-10T12:00:05Z" };
  const pod = text("Pod {name} is not scheduled to a node yet.", { name: "build-b" });
  sendLog(
    joined(2),
    printed(0, "Started", "No hit"),
    stands(0, { state: "ended", exit }),
    stands(1, { state: "waiting", message: pod }),
  );
  expect(logRows().map((row) => row.querySelector("[data-text]")?.textContent)).toEqual([
    "Started",
    "No hit",
  ]);
  for (const row of logRows()) expect(row.translate).toBe(false);
  const log = screen.getByRole("log", { name: "build 的日志" });
  expect(log.querySelector("[data-note='exit']")?.textContent).toContain(
    "被信号 9 终止，退出码 137：OOMKilled",
  );
  expect(screen.getByText("等待中：Pod build-b 尚未被调度到节点。")).toBeTruthy();
  expect(screen.getByText("2 行，2 个容器")).toBeTruthy();
});
