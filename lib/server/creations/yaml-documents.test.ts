import { expect, test } from "vitest";
import { yamlDocuments } from "#lib/server/creations/yaml-documents";

function read(text: string) {
  const answer = yamlDocuments(text);
  return "problems" in answer ? answer.problems : answer.documents;
}

const two = `# The first one.
kind: Job
spec:
  template:
    spec:
      containers:
        - name: a
        - name: b
          image: x
metadata:
  labels:
    app.kubernetes.io/name: y
---
# Nothing.
---
kind: CronJob
`;

test("each document has the line it begins on, and each field its own", () => {
  const answer = yamlDocuments(two);
  if ("problems" in answer) throw new Error("there are problems");
  const [job, cronJob, ...more] = answer.documents;
  expect(more).toEqual([]);
  expect([job?.line, cronJob?.line]).toEqual([2, 16]);
  const lines = [
    "kind",
    "spec.template.spec.containers[1].image",
    "spec.template.spec.containers[1].name",
    "metadata.labels[app.kubernetes.io/name]",
    // What is not there is looked for around it.
    "spec.template.spec.containers[0].image",
    "spec.template.spec.restartPolicy",
    "status",
  ].map((path) => job?.lineOf(path));
  expect(lines).toEqual([2, 9, 8, 12, 7, 5, 2]);
});

test("it reads as kubectl reads it: yes is true, a time is a text", () => {
  const text = "a: yes\nb: 2026-03-10\nc: 12:30:45\nd: !!binary aGk=\ne: 0o7\nf: 010\n";
  expect(read(text)).toMatchObject([
    { value: { a: true, b: "2026-03-10", c: "12:30:45", d: "aGk=", f: 8 } },
  ]);
});

test("JSON is YAML, and anchors serve within a document", () => {
  expect(read('{"kind": "Job"}')).toMatchObject([{ value: { kind: "Job" } }]);
  expect(read("a: &a {x: 1}\nb: *a\nc:\n  <<: *a\n  z: 2\n")).toMatchObject([
    { value: { b: { x: 1 }, c: { x: 1, z: 2 } } },
  ]);
});

test.each([
  ["a text that ends too soon", "kind: Job\nspec: {\n", 3],
  ["a key that stands twice", "kind: Job\nspec:\n  a: 1\n  a: 2\n", 4],
  ["a tab", "kind: Job\nspec:\n\ta: 1\n", 3],
])("%s is told with its line", (_, text, line) => {
  const [problem] = read(text) as { line: number; message: string }[];
  expect(problem?.line).toBe(line);
  expect(problem?.message).toMatch(/^[A-Z].*\.$/);
  expect(problem?.message).not.toContain("\n");
});

test("S23: aliases that stand for aliases are not unfolded", () => {
  const levels = Array.from({ length: 9 }, (_, i) => {
    const before = Array(9).fill(`*a${i}`).join(", ");
    return `a${i + 1}: &a${i + 1} [${before}]`;
  });
  const bomb = ["a0: &a0 [lol, lol, lol]", ...levels].join("\n");
  expect(read(bomb)).toEqual([{ line: 1, message: "Its aliases stand for too much." }]);
});

test("S23: no more than fifty documents are read", () => {
  const text = Array(51).fill("kind: Job\n").join("---\n");
  expect(read(text)).toEqual([
    { line: 101, message: "There are 51 documents; 50 is the most at once." },
  ]);
});

test.each(["", "\n", "# nothing\n", "---\n---\n"])("%j has no document", (text) => {
  expect(read(text)).toEqual([]);
});
