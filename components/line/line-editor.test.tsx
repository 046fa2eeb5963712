// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { SWRConfig } from "swr";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askNothing, useQuestion } from "#components/actions/question";
import { CommandLine } from "#components/command-line";
import { LanguageProvider } from "#components/language";
import { closeBrowser, openBrowser, showList } from "#components/testing/list-harness";
import { formatScope } from "#lib/api/scope";
import { forgetView, rememberView } from "#lib/client/known-views";
import { lineHistory } from "#lib/client/line-history";
import { applyFrame } from "#lib/client/table-state";
import { jobRow, snapshot } from "#lib/client/testing/watch-data";
import type { Language } from "#lib/texts/language";

const { push } = vi.hoisted(() => ({ push: vi.fn() }));
vi.mock("next/navigation", () => ({
  useParams: () => ({}),
  useRouter: () => ({ push }),
  useSearchParams: () => new URLSearchParams(),
}));

/** What `/api/names` and `/api/can-i` answer, by a part of the address. */
let answers: Readonly<Record<string, unknown>>;
let asked: string[];

beforeEach(() => {
  openBrowser();
  push.mockClear();
  localStorage.clear();
  lineHistory.set([]);
  answers = {};
  asked = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    const [, answer = { choices: [], more: false }] =
      Object.entries(answers).find(([part]) => url.includes(part)) ?? [];
    return new Response(JSON.stringify(answer));
  });
});
afterEach(() => {
  act(() => askNothing());
  closeBrowser();
});

/** What is asked before something is done. */
function Asked() {
  return <output aria-label="asked">{JSON.stringify(useQuestion())}</output>;
}

async function edit(language: Language = "en"): Promise<HTMLInputElement> {
  const page = (
    // What one test was answered is nothing for the next.
    <SWRConfig value={{ provider: () => new Map() }}>
      <LanguageProvider first={language}>
        <CommandLine
          command="kubectl get jobs -n shop --watch"
          namespaces={["shop"]}
          defaultNamespace="default"
        />
      </LanguageProvider>
      <Asked />
    </SWRConfig>
  );
  // The words of a language and the editor's code are fetched when they are first wanted.
  const wait = { timeout: 10_000 };
  await act(async () => void showList(page));
  await screen.findByRole("button", { name: /kubectl get jobs -n shop --watch$/ }, wait);
  fireEvent.keyDown(document.body, { key: ":" });
  const field = await screen.findByRole("combobox", { name: /^kubectl (line|命令行)$/ }, wait);
  return field as HTMLInputElement;
}

function type(field: HTMLInputElement, text: string): void {
  fireEvent.change(field, { target: { value: text } });
  field.setSelectionRange(text.length, text.length);
  fireEvent.select(field);
}

const enter = (field: HTMLInputElement) => fireEvent.keyDown(field, { key: "Enter" });
const choice = (object: object) => ({
  name: "nightly",
  namespace: "shop",
  note: "Running",
  created: null,
  object: { uid: "u1", suspend: false, cronJob: null, ...object },
});

test("a line begins as that of the view, and Enter goes to what it shows", async () => {
  const field = await edit();
  expect(field.value).toBe("kubectl get jobs -n shop --watch");
  type(field, "k get po -l app=web -n media -w | grep etl");
  enter(field);
  await waitFor(() =>
    expect(push).toHaveBeenCalledWith("/pods?ns=media&q=etl&l=app%3Dweb".replace("%3D", "=")),
  );
  expect(screen.queryByRole("combobox")).toBeNull();
});

test.each([
  ["kubectl get cronjobs -A", "/cronjobs?ns=*"],
  ["describe job echo", "/jobs/default/echo"],
  ["get cj/nightly -n shop -o yaml", "/cronjobs/shop/nightly?yaml=1"],
])("%s leads to %s", async (line, address) => {
  const field = await edit();
  type(field, line);
  enter(field);
  await waitFor(() => expect(push).toHaveBeenCalledWith(address));
});

test("a line of the list that is open leads there without the server", async () => {
  const show = vi.spyOn(window.history, "pushState");
  const field = await edit();
  type(field, "get cronjobs,jobs,pods -n shop");
  enter(field);
  await waitFor(() => expect(show).toHaveBeenCalledWith(null, "", "/?ns=shop"));
  expect(push).not.toHaveBeenCalled();
});

test.each([
  [["echo-1"], "/jobs/shop/echo-1"],
  [["echo-2", "echo"], "/jobs/shop/echo"],
  [["an-echo"], "/jobs/shop/echo"],
  [[], "/jobs/shop/echo"],
])("describe takes the beginning of a name: of %j it shows %s", async (names, address) => {
  answers = { "of=jobs": { choices: names.map((name) => ({ ...choice({}), name })), more: false } };
  const field = await edit();
  type(field, "kubectl describe job echo -n shop");
  enter(field);
  await waitFor(() => expect(push).toHaveBeenCalledWith(address));
});

test("describe of what several names begin with leads to their list", async () => {
  const choices = ["echo-1", "echo-2"].map((name) => ({ ...choice({}), name }));
  answers = { "exact=1": { choices: [], more: false }, "of=jobs": { choices, more: false } };
  const field = await edit();
  type(field, "kubectl describe job echo -n shop");
  enter(field);
  expect((await screen.findByRole("alert")).textContent).toBe(
    "Several names begin with echo, and Batchboard describes one object. Nearest: kubectl get jobs -n shop | grep echo",
  );
  expect(push).not.toHaveBeenCalled();
});

test("what kubectl refuses is refused in its words, and stays to be mended", async () => {
  const field = await edit();
  type(field, "kubectl get jobs --foo");
  enter(field);
  expect((await screen.findByRole("alert")).textContent).toBe("unknown flag: --foo");
  expect(field.value).toBe("kubectl get jobs --foo");
  expect(push).not.toHaveBeenCalled();
});

test("what Batchboard does not do is answered with what comes nearest", async () => {
  const field = await edit();
  type(field, "kubectl get deployments");
  enter(field);
  expect((await screen.findByRole("alert")).textContent).toMatch(/no Deployments. Nearest: /);
});

test("to who reads Chinese it speaks Chinese, but for kubectl's own words", async () => {
  const field = await edit("zh-CN");
  type(field, "kubectl get deployments");
  enter(field);
  expect((await screen.findByRole("alert")).textContent).toBe(
    "Batchboard 不显示 Deployments。最接近的：kubectl get pods",
  );
  type(field, "kubectl get jobs --foo");
  enter(field);
  await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("unknown flag: --foo"));
  type(field, "lo");
  expect((await screen.findByRole("option", { name: /^logs/ })).textContent).toBe(
    "logsPod、Job 或选择算符的日志",
  );
});

test("names come as they are typed, and Tab takes the first", async () => {
  answers = { "of=cronjobs": { choices: [choice({})], more: false } };
  const field = await edit();
  type(field, "kubectl get cj nig");
  await screen.findByRole("option", { name: /nightly/ });
  expect(asked.at(-1)).toContain("q=nig");
  fireEvent.keyDown(field, { key: "Tab" });
  expect(field.value).toBe("kubectl get cj nightly ");
});

test("names a list of this browser holds are there at once, what fails first, then as the server says", async () => {
  const rows = [
    jobRow({ uid: "1", name: "etl-1", namespace: "shop", created: "2026-03-10T11:00:00Z" }),
    jobRow({ uid: "2", name: "etl-2", namespace: "shop", created: "2026-03-10T12:00:00Z" }),
    jobRow({ uid: "3", name: "etl-3", namespace: "shop", created: null, status: "Failed" }),
    jobRow({ uid: "4", name: "an-etl", namespace: "shop", status: "Failed" }),
  ];
  const data = applyFrame(null, snapshot({ namespaces: ["shop"], tables: { jobs: rows } }));
  const scope = formatScope({ view: "jobs", namespaces: ["shop"], selector: "" });
  if (data) rememberView(scope, data);
  const answer = Promise.withResolvers<Response>();
  const fetched = vi.fn((_url: string) => answer.promise);
  vi.stubGlobal("fetch", fetched);
  const offered = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
  const field = await edit();
  for (const typed of ["e", "et", "etl"]) type(field, `kubectl get jobs ${typed}`);
  await screen.findByRole("option", { name: /^etl-1/ });
  expect(offered()).toEqual([
    "etl-3Failed · shop",
    "etl-2Running · shop",
    "etl-1Running · shop",
    "an-etlFailed · shop",
  ]);
  const choices = [{ ...choice({}), name: "etl-9" }];
  answer.resolve(new Response(JSON.stringify({ choices, more: false })));
  await waitFor(() => expect(offered()).toEqual(["etl-9Running · shop"]));
  // The server is asked when the typing rests.
  const asks = fetched.mock.calls.flatMap(([url]) => (url.includes("q=") ? [url] : []));
  expect(asks).toHaveLength(1);
  expect(asks[0]).toContain("q=etl");
  forgetView(scope);
});

test("of the answer before what still fits is kept, and nothing of another question", async () => {
  const choices = ["etl-1", "etl-2"].map((name) => ({ ...choice({}), name }));
  answers = { "q=et": { choices, more: true } };
  const field = await edit();
  type(field, "kubectl get jobs et");
  await screen.findByRole("option", { name: /^etl-1/ });
  vi.stubGlobal("fetch", () => new Promise(() => {}));
  type(field, "kubectl get jobs etl-2");
  await waitFor(() => expect(screen.queryByRole("option", { name: /^etl-1/ })).toBeNull());
  expect(screen.getByRole("option", { name: /^etl-2/ })).toBeTruthy();
  type(field, "kubectl get pods etl-2");
  await waitFor(() => expect(screen.queryByRole("option", { name: /^etl-2/ })).toBeNull());
});

test.each([
  ["delete cj nightly -n shop --cascade=orphan", { verb: "delete", cascade: "orphan" }],
  [`patch cj nightly -n shop -p '{"spec":{"suspend":true}}'`, { verb: "suspend" }],
  [`patch cj nightly -n shop -p '{"spec":{"suspend":false}}'`, { verb: "resume" }],
  ["create job now --from=cronjob/nightly -n shop", { verb: "trigger", name: "now" }],
])("%s asks first, as its button does", async (line, question) => {
  answers = { "exact=1": { choices: [choice({})], more: false } };
  const field = await edit();
  type(field, line);
  enter(field);
  const read = () => JSON.parse(screen.getByLabelText("asked").textContent ?? "");
  await waitFor(() =>
    expect(read()).toMatchObject({
      ...question,
      resource: "cronjobs",
      subjects: [{ namespace: "shop", name: "nightly", uid: "u1" }],
    }),
  );
});

test("an object that is not there is said not to be, in kubectl's words", async () => {
  const field = await edit();
  type(field, "delete job gone -n shop");
  enter(field);
  expect((await screen.findByRole("alert")).textContent).toBe(
    'Error from server (NotFound): jobs.batch "gone" not found',
  );
});

test("what one may do is answered in place", async () => {
  answers = { "/api/can-i": { allowed: false } };
  const field = await edit();
  type(field, "kubectl auth can-i create jobs -n shop");
  enter(field);
  expect((await screen.findByRole("status", { name: "" })).textContent).toBe(
    "no: create jobs in shop",
  );
  expect(asked.at(-1)).toContain("verb=create&resource=jobs&group=batch&namespace=shop");
});

test("lines that were run are kept, and found by what they hold", async () => {
  localStorage.setItem("batchboard-lines", '["kubectl logs job/echo -n shop"]');
  const field = await edit();
  type(field, "echo");
  expect(await screen.findByRole("option", { name: /logs job\/echo/ })).toBeDefined();
  type(field, "kubectl get pods -A");
  enter(field);
  await waitFor(() => expect(lineHistory.get()[0]).toBe("kubectl get pods -A"));
  expect(JSON.parse(localStorage.getItem("batchboard-lines") ?? "")).toHaveLength(2);
});

test("a runbook's lines are pasted as one", async () => {
  const field = await edit();
  field.setSelectionRange(0, field.value.length);
  fireEvent.paste(field, {
    clipboardData: { getData: () => "$ kubectl get jobs \\\n    -n media -w\n" },
  });
  expect(field.value).toBe("$ kubectl get jobs -n media -w");
});

test("Escape leaves the line as it was", async () => {
  const field = await edit();
  type(field, "nonsense");
  fireEvent.keyDown(field, { key: "Escape" });
  fireEvent.keyDown(field, { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
  expect(screen.getByRole("button", { name: /^Edit kubectl line/ }).textContent).toContain(
    "get jobs",
  );
});
