import { expect, test } from "../fixtures.ts";
import { paths } from "../objects.ts";
import { badRequest, type Cause, expectRefusal, invalid } from "../statuses.ts";

/** What manifests of Jobs refer to: config maps, secrets and service accounts; and events. */

const key =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

test("a config map holds texts and bytes under keys that could be files", async ({
  api,
  namespace,
}) => {
  const body = { metadata: { name: "a" }, data: { "a.conf": "x=1" }, binaryData: { b: "AAE=" } };
  expect((await api.create(paths.configMaps(namespace), body)).body).toMatchObject({
    kind: "ConfigMap",
    data: { "a.conf": "x=1" },
    binaryData: { b: "AAE=" },
  });
  const refused: readonly [object, ...Cause[]][] = [
    [{ data: { "a/b": "x" } }, ["data[a/b]", "Invalid", `Invalid value: "a/b": ${key}`]],
    [{ data: { ".": "x" } }, ["data[.]", "Invalid", "Invalid value: \".\": must not be '.'"]],
    [
      { data: { "..x": "x" } },
      ["data[..x]", "Invalid", "Invalid value: \"..x\": must not start with '..'"],
    ],
    [
      { data: { a: "x" }, binaryData: { a: "AAE=" } },
      ["data[a]", "Invalid", 'Invalid value: "a": duplicate of key present in binaryData'],
    ],
  ];
  for (const [content, ...causes] of refused) {
    const reply = await api.call("POST", paths.configMaps(namespace), {
      body: { metadata: { name: "b" }, ...content },
    });
    expectRefusal(reply, invalid({ kind: "ConfigMap", name: "b" }, ...causes));
  }
});

test("a config map that is immutable stays as it is", async ({ api, namespace }) => {
  const fixed = { metadata: { name: "a" }, data: { k: "1" }, immutable: true };
  await api.create(paths.configMaps(namespace), fixed);
  const cannot = "Forbidden: field is immutable when `immutable` is set";
  expectRefusal(
    await api.call("PUT", paths.configMaps(namespace, "a"), {
      body: { metadata: { name: "a" }, data: { k: "2" } },
    }),
    invalid(
      { kind: "ConfigMap", name: "a" },
      ["immutable", "Forbidden", cannot],
      ["data", "Forbidden", cannot],
    ),
  );
});

test("bytes are written in base64", async ({ api, namespace }) => {
  const metadata = { name: "a" };
  for (const [path, kind, body, at] of [
    [paths.secrets(namespace), "Secret", { metadata, data: { k: "not base64!" } }, 3],
    [paths.configMaps(namespace), "ConfigMap", { metadata, binaryData: { k: "!!" } }, 0],
  ] as const) {
    expectRefusal(
      await api.call("POST", path, { body }),
      badRequest(
        `${kind} in version "v1" cannot be handled as a ${kind}: illegal base64 data at input byte ${at}`,
      ),
    );
  }
});

test("a secret is Opaque and keeps the texts it is given in base64", async ({ api, namespace }) => {
  const body = { metadata: { name: "a" }, stringData: { k: "value" } };
  const created = (await api.create(paths.secrets(namespace), body)).body;
  expect(created).toMatchObject({ kind: "Secret", type: "Opaque", data: { k: "dmFsdWU=" } });
  expect(created).not.toHaveProperty("stringData");
});

test("every namespace has a service account, and may have more", async ({ api, namespace }) => {
  const standing = await api.get(paths.serviceAccounts(namespace, "default"));
  expect(standing.body).toMatchObject({ kind: "ServiceAccount", metadata: { name: "default" } });
  await api.create(paths.serviceAccounts(namespace), { metadata: { name: "runner" } });
  const { body } = await api.delete(paths.serviceAccounts(namespace, "runner"));
  expect(body).toMatchObject({ kind: "ServiceAccount", metadata: { name: "runner" } });
});

test("an event is about something in its own namespace", async ({ api, namespace }) => {
  const event = (about: object) => ({
    metadata: { generateName: "a." },
    involvedObject: { kind: "Job", name: "a", ...about },
    reason: "Because",
    message: "of this",
    type: "Normal",
  });
  const created = await api.create(paths.events(namespace), event({ namespace }));
  expect(created.body).toMatchObject({
    kind: "Event",
    metadata: { name: expect.stringMatching(/^a\.[a-z0-9]{5}$/) },
    involvedObject: { kind: "Job", name: "a", namespace },
    reason: "Because",
    message: "of this",
    type: "Normal",
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: "",
    reportingInstance: "",
  });
  const elsewhere = { ...event({ namespace: "other" }), metadata: { name: "b" } };
  expectRefusal(
    await api.call("POST", paths.events(namespace), { body: elsewhere }),
    invalid({ kind: "Event", name: "b" }, [
      "involvedObject.namespace",
      "Invalid",
      'Invalid value: "other": does not match event.namespace',
    ]),
  );
});
