import { expect, test } from "vitest";
import { completionAt } from "#lib/line/completion";

/** What is suggested where `|` stands. */
const at = (typed: string, namespaces: "*" | readonly string[] = ["shop"]) => {
  const cursor = typed.indexOf("|");
  return completionAt(typed.replace("|", ""), cursor, namespaces);
};
const words = (typed: string) => at(typed).words.map(({ text }) => text);

test("a line begins with what Batchboard does, with kubectl in front or without", () => {
  expect(words("|").slice(0, 3)).toEqual(["get", "logs", "describe"]);
  expect(words("kubectl |")[0]).toBe("get");
  expect(words("k d|")).toEqual(["describe", "delete"]);
  expect(words("create |")).toEqual(["job"]);
  expect(words("config u|")).toEqual(["use-context"]);
});

test("behind get come the tables, by their short names too, and behind a table its objects", () => {
  expect(words("get |")).toEqual(["cronjobs", "jobs", "pods"]);
  expect(words("get cj|")).toEqual(["cronjobs"]);
  expect(at("get cj night|").names).toEqual({
    query: { of: "cronjobs", namespaces: ["shop"], q: "night", exact: false },
    before: "",
  });
  expect(at("describe job/ec|").names).toEqual({
    query: { of: "jobs", namespaces: ["shop"], q: "ec", exact: false },
    before: "job/",
  });
});

test("names are those of the namespace that the line says, wherever it says it", () => {
  const namespaces = (line: string) => {
    const query = at(line).names?.query;
    return query && "namespaces" in query ? query.namespaces : undefined;
  };
  expect(namespaces("get po -n media |")).toEqual(["media"]);
  expect(namespaces("-n=media get po |")).toEqual(["media"]);
  expect(namespaces("get po -A |")).toBe("*");
  expect(namespaces("get po --namespace media x|")).toEqual(["media"]);
});

test("a log is of a Pod, or of what TYPE/NAME names; its containers follow", () => {
  expect(at("logs |").names?.query).toMatchObject({ of: "pods", q: "" });
  expect(words("logs |")).toEqual(["pod/", "job/", "cronjob/"]);
  expect(at("logs job/ec|").names?.query).toMatchObject({ of: "jobs", q: "ec" });
  expect(at("logs job/echo -c |").names).toEqual({
    query: { of: "containers", table: "jobs", namespace: "shop", name: "echo" },
    before: "",
  });
});

test("flags are those that do something here, and each is asked for its values", () => {
  expect(words("get jobs --s|")).toEqual(["--selector", "--sort-by"].toSorted());
  expect(words("get jobs -w|")).toContain("--watch");
  expect(at("get jobs -n |").names?.query).toEqual({ of: "namespaces", q: "" });
  expect(at("get jobs --namespace=me|")).toMatchObject({
    at: { start: 21, end: 23 },
    names: { query: { of: "namespaces", q: "me" } },
  });
  expect(words("get jobs -o |")).toEqual(["wide", "yaml", "name"]);
  expect(words("get jobs --sort-by=|")).toContain(".metadata.creationTimestamp");
  expect(words("delete job x --cascade=|")).toEqual(["background", "foreground", "orphan"]);
  expect(at("config use-context |").contexts).toBe(true);
  expect(at("get jobs --context |").contexts).toBe(true);
});

test("of a selector the last term is completed: a key, then its values", () => {
  expect(at("get po -l ap|").names).toEqual({
    query: { of: "labels", table: "pods", namespaces: ["shop"], key: "", q: "ap" },
    before: "",
  });
  expect(at("get jobs -l app=web,tier=b|").names).toEqual({
    query: { of: "labels", table: "jobs", namespaces: ["shop"], key: "tier", q: "b" },
    before: "app=web,tier=",
  });
});

test("a Job is created from a CronJob, and patched to be suspended", () => {
  expect(at("create job now --from=|").names).toMatchObject({
    query: { of: "cronjobs" },
    before: "cronjob/",
  });
  expect(words("patch cj nightly -p |")[0]).toBe(`'{"spec":{"suspend":true}}'`);
});

test("where something is inserted what stands behind the cursor is left alone", () => {
  expect(at("get jo| -n media").at).toEqual({ start: 4, end: 6 });
});

test("in a pipe, a comment or an open quote nothing is suggested", () => {
  for (const line of ["get jobs | grep x", "get jobs # fi", "get jobs -l 'ap"]) {
    expect(completionAt(line, line.length, "*")).toMatchObject({ words: [], names: null });
  }
});
