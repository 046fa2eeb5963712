import { expect, test } from "vitest";
import { parse } from "yaml";
import { hostileTexts, unseenCharacters } from "#lib/kubernetes/testing/hostile-objects";
import { manifestOf } from "#lib/server/manifest";

const job = {
  kind: "Job",
  metadata: {
    name: "echo",
    managedFields: [{ manager: "kubectl" }],
    annotations: { "kubectl.kubernetes.io/last-applied-configuration": "s3cret", team: "a" },
  },
  spec: {
    template: {
      spec: {
        containers: [
          {
            name: "echo",
            command: ["sh", "-c", "login s3cret"],
            args: ["--token", "s3cret"],
            env: [{ name: "K", value: "s3cret" }],
            livenessProbe: {
              httpGet: { path: "/", httpHeaders: [{ name: "Authorization", value: "s3cret" }] },
            },
            lifecycle: { preStop: { exec: { command: ["logout", "s3cret"] } } },
          },
        ],
        initContainers: [{ name: "init", args: ["s3cret"] }],
      },
    },
  },
};

test("S26: no secret is on screen before it is asked for", () => {
  const yaml = manifestOf(job, false);
  expect(yaml).not.toContain("s3cret");
  expect(yaml).toContain("name: K");
  expect(yaml).toContain("name: Authorization");
  expect(yaml).toContain("team: a");
  expect(yaml).not.toContain("managedFields");
});

test("S26: asked for, what was masked is shown, last-applied still is not", () => {
  const yaml = manifestOf(job, true);
  expect(yaml.match(/s3cret/g)).toHaveLength(6);
});

test("S24, S25: a hostile key is shown as text and changes nothing else", () => {
  const object = JSON.parse('{"metadata":{"labels":{"__proto__":"x"}}}');
  expect(manifestOf(object, false)).toContain("__proto__: x");
  expect(({} as { x?: string }).x).toBeUndefined();
});

test("S21: characters that hide or turn text are escaped, and the YAML says the same", () => {
  const object = {
    metadata: { annotations: { [`k${hostileTexts.controls}`]: hostileTexts.controls } },
    "turned\u202E": "a\u200Bb",
    block: "lines\nof\u202E text\n",
    message: `lines\nof ${hostileTexts.controls}\n and a tag \u{e0041}`,
    plain: "lines\nof text\n",
  };
  const yaml = manifestOf(object, false);
  expect([...unseenCharacters, "\u{e0041}"].filter((it) => yaml.includes(it))).toEqual([]);
  expect(yaml).toContain("\\u202e");
  expect(yaml).toContain("plain: |\n  lines\n  of text\n");
  expect(parse(yaml)).toEqual(object);
});
