// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ActionDialogs } from "#components/actions/action-dialogs";
import { ask, askNothing, type Subject } from "#components/actions/question";
import { LanguageProvider } from "#components/language";
import type { ActionPlan } from "#lib/api/actions";
import { actionHistory } from "#lib/client/action-history";
import { text } from "#lib/texts/text";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));

const subject = (name: string): Subject => ({
  namespace: "shop",
  name,
  uid: `uid-${name}`,
  status: "Failed",
  cronJob: null,
});
const plain: ActionPlan = {
  effects: ["Pods go right after the Job."],
  warnings: [],
  dependents: null,
  job: null,
  refused: null,
};
const holding = (jobs: number, pods: number): ActionPlan => ({
  ...plain,
  dependents: { jobs: { count: jobs, names: [] }, pods: { count: pods, names: ["a-1", "a-2"] } },
});

let plan: ActionPlan;
// biome-ignore lint/suspicious/noExplicitAny: what was sent, whatever it is
let sent: { path: string; body: any }[];

beforeEach(() => {
  plan = plain;
  sent = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(init.body)) });
    if (path === "/api/actions/plan") return Response.json(plan);
    return Response.json({ accepted: true, already: false, made: null });
  });
  render(<ActionDialogs />);
});
afterEach(() => {
  act(() => askNothing());
  cleanup();
  for (const { id } of actionHistory.entries.get()) actionHistory.dismiss(id);
  vi.unstubAllGlobals();
});

const done = () => sent.filter(({ path }) => path === "/api/actions").map(({ body }) => body);
const planned = () =>
  sent.filter(({ path }) => path === "/api/actions/plan").map(({ body }) => body);

describe("Delete", () => {
  const open = (...names: string[]) =>
    act(() => ask({ verb: "delete", resource: "jobs", subjects: names.map(subject) }));

  it("says on its button what goes, begins on Cancel, and is confirmed by Ctrl Enter", async () => {
    plan = holding(0, 3);
    open("load");
    const button = await screen.findByRole("button", { name: /Delete 1 Job and 3 Pods/ });
    await waitFor(() => expect(button.getAttribute("aria-disabled")).not.toBe("true"));
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("button", { name: /Cancel/ })),
    );
    expect(screen.getByText("kubectl delete job load -n shop")).toBeTruthy();
    fireEvent.keyDown(button, { key: "Enter", ctrlKey: true });
    await waitFor(() =>
      expect(done()).toEqual([
        {
          action: "delete",
          resource: "jobs",
          target: { namespace: "shop", name: "load", uid: "uid-load" },
          cascade: "background",
        },
      ]),
    );
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("counts nothing that stays, and asks for what is chosen", async () => {
    plan = holding(0, 3);
    open("load");
    await screen.findByRole("button", { name: /Delete 1 Job and 3 Pods/ });
    fireEvent.click(screen.getByRole("radio", { name: "orphan" }));
    const button = screen.getByRole("button", { name: /Delete 1 Job/ });
    expect(button.textContent).not.toContain("Pods");
    await waitFor(() => expect(button.getAttribute("aria-disabled")).not.toBe("true"));
    fireEvent.click(button);
    await waitFor(() => expect(done()).toMatchObject([{ cascade: "orphan" }]));
  });

  it("has the name typed for more than ten objects", async () => {
    plan = holding(0, 10);
    open("load");
    const button = await screen.findByRole("button", { name: /Delete 1 Job and 10 Pods/ });
    const field = await screen.findByLabelText(/to confirm/);
    await screen.findByText("Type load first");
    fireEvent.click(button);
    fireEvent.change(field, { target: { value: "loa" } });
    fireEvent.click(button);
    expect(done()).toEqual([]);
    fireEvent.change(field, { target: { value: "load" } });
    fireEvent.click(button);
    await waitFor(() => expect(done()).toHaveLength(1));
  });

  it("cannot be confirmed before it is known what goes", async () => {
    open("load");
    fireEvent.keyDown(screen.getByRole("dialog"), { key: "Enter", ctrlKey: true });
    expect(done()).toEqual([]);
    expect(screen.getByText("Counting what goes with it")).toBeTruthy();
    await waitFor(() => expect(planned()).toHaveLength(1));
  });
});

describe("Trigger", () => {
  const open = () =>
    act(() => ask({ verb: "trigger", resource: "cronjobs", subjects: [subject("nightly")] }));
  const job = {
    name: "nightly-manual-abc",
    yaml: "spec:\n  suspend: false\n",
    unedited: "spec:\n  suspend: false\n",
    parallelism: 1,
    containers: [
      {
        name: "load",
        init: false,
        image: "load:1",
        command: null,
        args: ["<masked by Batchboard>"],
        env: [{ name: "TOKEN", literal: true }],
        requests: [],
        limits: [],
      },
    ],
  };

  it("asks the API server first, under the key the Job is then made with", async () => {
    plan = { ...plain, job };
    open();
    const button = screen.getByRole("button", { name: /Create 1 Job/ });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    await waitFor(() => expect(button.getAttribute("aria-disabled")).not.toBe("true"));
    fireEvent.click(button);
    await waitFor(() => expect(done()).toHaveLength(1));
    expect(done()[0]).toEqual(planned()[0]);
    expect(done()[0].key).toMatch(/^[a-z0-9]{8}$/);
  });

  it("has the name that a line gave it, and takes another", async () => {
    plan = { ...plain, job };
    act(() =>
      ask({
        verb: "trigger",
        resource: "cronjobs",
        subjects: [subject("nightly")],
        name: "by-hand",
      }),
    );
    const field = await screen.findByLabelText("Name of the Job");
    expect(field).toHaveProperty("value", "by-hand");
    expect(
      screen.getByText("kubectl create job by-hand -n shop --from=cronjob/nightly"),
    ).toBeTruthy();
    fireEvent.change(field, { target: { value: "again" } });
    const button = screen.getByRole("button", { name: /Create 1 Job/ });
    await waitFor(() => expect(button.getAttribute("aria-disabled")).not.toBe("true"));
    fireEvent.click(button);
    await waitFor(() => expect(done()).toMatchObject([{ name: "again" }]));
    expect(planned().at(-1)).toEqual(done()[0]);
  });

  it("leaves the name to the key where none is given, or it is taken away", async () => {
    plan = { ...plain, job };
    open();
    const field = await screen.findByLabelText("Name of the Job");
    expect(field.getAttribute("placeholder")).toMatch(/^nightly-manual-[a-z0-9]{8}$/);
    fireEvent.change(field, { target: { value: "x" } });
    fireEvent.change(field, { target: { value: "" } });
    const button = screen.getByRole("button", { name: /Create 1 Job/ });
    await waitFor(() => expect(button.getAttribute("aria-disabled")).not.toBe("true"));
    fireEvent.click(button);
    await waitFor(() => expect(done()).toHaveLength(1));
    expect(done()[0]).not.toHaveProperty("name");
  });

  it("cannot be pressed where the API server would refuse it, and says its words", async () => {
    plan = { ...plain, job, refused: { message: "exceeded quota: pods" } };
    open();
    expect((await screen.findByRole("alert")).textContent).toContain("exceeded quota: pods");
    fireEvent.click(screen.getByRole("button", { name: /Create 1 Job/ }));
    expect(done()).toEqual([]);
  });

  it("sends what was changed, and asks again before it may be pressed", async () => {
    plan = { ...plain, job };
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Change it first" }));
    fireEvent.change(screen.getByLabelText("Image"), { target: { value: "load:2" } });
    fireEvent.change(screen.getByLabelText("Arguments, one a line"), {
      target: { value: "--all\n--now" },
    });
    fireEvent.change(screen.getByLabelText("Value of TOKEN"), { target: { value: "x" } });
    const button = screen.getByRole("button", { name: /Create 1 Job/ });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    await waitFor(() => expect(button.getAttribute("aria-disabled")).not.toBe("true"));
    fireEvent.click(button);
    await waitFor(() =>
      expect(done()[0]?.edits).toEqual({
        containers: [
          {
            name: "load",
            image: "load:2",
            args: ["--all", "--now"],
            env: [{ name: "TOKEN", value: "x" }],
          },
        ],
      }),
    );
    expect(planned().at(-1)).toEqual(done()[0]);
  });
});

describe("Suspend with a note", () => {
  it("keeps why and until when", async () => {
    act(() => ask({ verb: "suspend", resource: "cronjobs", subjects: [subject("nightly")] }));
    fireEvent.change(await screen.findByLabelText(/^Why/), { target: { value: " it moves " } });
    fireEvent.change(screen.getByLabelText(/^Until/), { target: { value: "2999-01-02T03:04" } });
    fireEvent.click(screen.getByRole("button", { name: /Suspend 1 CronJob/ }));
    await waitFor(() =>
      expect(done()).toMatchObject([
        {
          action: "suspend",
          reason: "it moves",
          until: new Date("2999-01-02T03:04").toISOString().replace(".000", ""),
        },
      ]),
    );
  });

  it("takes no time that is over", async () => {
    act(() => ask({ verb: "suspend", resource: "cronjobs", subjects: [subject("nightly")] }));
    fireEvent.change(await screen.findByLabelText(/^Until/), {
      target: { value: "2001-01-02T03:04" },
    });
    fireEvent.click(screen.getByRole("button", { name: /Suspend 1 CronJob/ }));
    expect(done()).toEqual([]);
    expect(screen.getByText(/is over/)).toBeTruthy();
  });
});

describe("Read in Chinese", () => {
  it("asks in Chinese, and leaves names and the API server's words as they are", async () => {
    cleanup();
    await act(async () => {
      render(
        <LanguageProvider first="zh-CN">
          <ActionDialogs />
        </LanguageProvider>,
      );
    });
    plan = {
      ...holding(0, 3),
      effects: [text("It is gone at once; its Pods are deleted after it.")],
      refused: { message: "exceeded quota: pods" },
    };
    act(() => ask({ verb: "delete", resource: "jobs", subjects: [subject("load")] }));
    expect(await screen.findByRole("dialog", { name: "删除 Job load？" })).toBeTruthy();
    expect(await screen.findByText("它会立即消失；它的 Pod 随后被删除。")).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toBe("API 服务器会拒绝它：exceeded quota: pods");
    expect(screen.getByText("kubectl delete job load -n shop")).toBeTruthy();
  });
});
