import { test as base, expect } from "../fixtures.ts";
import { pod } from "../objects.ts";
import { readLog, runPod } from "../running.ts";
import { badRequest, cause, invalid } from "../statuses.ts";

const script =
  "echo one; sleep 4; echo two >&2; sleep 0.3; echo; printf 'gr\\303\\274n\\n'; printf 'no end'";
const whole = "one\ntwo\n\ngrün\nno end";

/** A Pod `printer` that has printed all this, and ended; one for all cases of a worker. */
const test = base.extend<object, { printed: string }>({
  printed: [
    async ({ cluster, api }, use) => {
      const namespace = await cluster.createNamespace();
      await runPod(api, namespace, pod("printer", script), whole);
      await use(namespace);
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

for (const [what, query, text] of [
  ["everything, standard error too, as plain text", "", whole],
  ["the container that is named", "container=main", whole],
  ["the last line", "tailLines=1", "no end"],
  ["the last lines, empty ones among them", "tailLines=3", "\ngrün\nno end"],
  ["no line", "tailLines=0", ""],
  ["all lines where fewer are there than asked for", "tailLines=100", whole],
  ["the first bytes", "limitBytes=9", "one\ntwo\n\n"],
  ["the first bytes, to the middle of a line", "limitBytes=6", "one\ntw"],
  ["the first bytes of the last lines", "tailLines=2&limitBytes=2", "gr"],
  ["all bytes where fewer are there than asked for", "limitBytes=100000", whole],
  ["what was printed in the last hour", "sinceSeconds=3600", whole],
  ["what was printed since a time", "sinceTime=2020-01-01T00:00:00Z", whole],
  ["what was printed since a time of another zone", "sinceTime=2020-01-01T00:00:00%2B05:30", whole],
  ["nothing since a time that is yet to come", "sinceTime=2120-01-01T00:00:00Z", ""],
  ["everything when followed, and ends", "follow=true", whole],
  ["the last line when followed, and ends", "follow=true&tailLines=1", "no end"],
  ["the first bytes when followed, and ends", "follow=true&limitBytes=5", "one\nt"],
  ["everything where follow is false", "follow=false", whole],
  ["everything from a kubelet that is not verified", "insecureSkipTLSVerifyBackend=true", whole],
  ["everything where no time is said", "sinceTime=", whole],
] as const) {
  test(`a log gives ${what} (${query})`, async ({ api, printed }) => {
    const { status, headers, text: read } = await readLog(api, printed, "printer", query);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/plain");
    expect(read).toBe(text);
  });
}

test("timestamps are RFC 3339 with nine digits, and do not go back", async ({ api, printed }) => {
  const { text } = await readLog(api, printed, "printer", "timestamps=true");
  const lines = text.split("\n").map((line) => {
    const [, time = "", rest] = /^(\S+) (.*)$/.exec(line) ?? [];
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(Z|[-+]\d\d:\d\d)$/);
    return { time, rest };
  });
  expect(lines.map(({ rest }) => rest).join("\n")).toBe(whole);
  const times = lines.map(({ time }) => time);
  expect(times).toEqual(times.toSorted());
  const [first = 0, second = 0] = times.map((time) => Date.parse(time));
  expect(second - first).toBeGreaterThan(3_000);
  expect(second - first).toBeLessThan(10_000);
});

test("bytes are counted with their timestamps", async ({ api, printed }) => {
  const { text } = await readLog(api, printed, "printer", "timestamps=true&limitBytes=7");
  expect(text).toMatch(/^\d{4}-\d\d$/);
});

test("since a time or some seconds ago means the lines from then on", async ({ api, printed }) => {
  const { text } = await readLog(api, printed, "printer", "timestamps=true&tailLines=4");
  const time = Date.parse(text.split(" ", 1)[0] ?? "");
  const since = new Date(time).toISOString().replace(/\.\d+/, "");
  const rest = whole.slice("one\n".length);
  expect((await readLog(api, printed, "printer", `sinceTime=${since}`)).text).toBe(rest);
  const seconds = Math.ceil((Date.now() - time) / 1_000) + 1;
  expect((await readLog(api, printed, "printer", `sinceSeconds=${seconds}`)).text).toBe(rest);
});

const none = 'previous terminated container "main" in pod "printer" not found';
const number = (text: string) => `strconv.ParseInt: parsing "${text}": invalid syntax`;
const layout = "2006-01-02T15:04:05Z07:00";
const noTime = (text: string, rest: string, piece: string) =>
  `parsing time "${text}" as "${layout}": cannot parse "${rest}" as "${piece}"`;

for (const [query, message] of [
  ["previous=true", none],
  ["container=other", "container other is not valid for pod printer"],
  ["tailLines=abc", number("abc")],
  ["tailLines=", number("")],
  ["limitBytes=1e3", number("1e3")],
  ["sinceSeconds=1.5", number("1.5")],
  ["sinceTime=yesterday", noTime("yesterday", "yesterday", "2006")],
  ["sinceTime=2020-01-01", noTime("2020-01-01", "", "T")],
  ["sinceTime=2020-01-01T00:00:00", noTime("2020-01-01T00:00:00", "", "Z07:00")],
  ["sinceTime=2020-13-01T00:00:00Z", 'parsing time "2020-13-01T00:00:00Z": month out of range'],
  ["sinceTime=2021-02-29T00:00:00Z", 'parsing time "2021-02-29T00:00:00Z": day out of range'],
] as const) {
  test(`a log with ${query} is a bad request`, async ({ api, printed }) => {
    const { status, headers, body } = await readLog(api, printed, "printer", query);
    expect(status).toBe(400);
    expect(headers.get("content-type")).toBe("application/json");
    expect(body).toEqual(badRequest(message));
  });
}

const both = "[]: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified";
const tooFew = "tailLines: Invalid value: -1: must be greater than or equal to 0";
const noBytes = "limitBytes: Invalid value: 0: must be greater than 0";

for (const [query, ...causes] of [
  ["tailLines=-1", tooFew],
  ["limitBytes=0", noBytes],
  ["limitBytes=-7", "limitBytes: Invalid value: -7: must be greater than 0"],
  ["sinceSeconds=0", "sinceSeconds: Invalid value: 0: must be greater than 0"],
  ["sinceSeconds=5&sinceTime=2020-01-01T00:00:00Z", both],
  [
    "sinceSeconds=5&sinceTime=2020-01-01T00:00:00Z&tailLines=-1&limitBytes=0",
    tooFew,
    noBytes,
    both,
  ],
  ["stream=Stdout", "stream: Forbidden: may not be specified"],
  ["stream=All", "stream: Forbidden: may not be specified"],
] as const) {
  test(`a log with ${query} is invalid`, async ({ api, printed }) => {
    const { status, body } = await readLog(api, printed, "printer", query);
    expect(status).toBe(422);
    expect(body).toEqual(invalid({ kind: "PodLogOptions", name: "printer" }, ...causes.map(cause)));
  });
}

test("a log is text, and may be asked for as JSON, but not as an image", async ({
  api,
  printed,
}) => {
  const path = `/api/v1/namespaces/${printed}/pods/printer/log?tailLines=1`;
  const asJson = await api.call("GET", path, { accept: "application/json" });
  expect([asJson.text, asJson.headers.get("content-type")]).toEqual(["no end", "text/plain"]);
  const asImage = await api.call("GET", path, { accept: "image/png" });
  expect(asImage.status).toBe(406);
  expect(asImage.body).toMatchObject({ code: 406, reason: "NotAcceptable" });
});
