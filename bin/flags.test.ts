import { expect, test } from "vitest";
import { parseFlags, UsageError } from "./flags.ts";

test("without flags: port 7070 on loopback", () => {
  expect(parseFlags([])).toEqual({
    allNamespaces: false,
    port: 7070,
    host: "127.0.0.1",
    readOnly: false,
    embedded: false,
    open: false,
  });
});

test("kubectl's flags are taken in kubectl's forms", () => {
  const flags = [
    "--kubeconfig=/k",
    "--context",
    "c",
    "-n",
    "shop",
    "-A",
    "--port=0",
    "--host",
    "::1",
    "--read-only",
    "--open",
    "--log-format=json",
    "--log-level",
    "warn",
  ];
  expect(parseFlags(flags)).toMatchObject({
    kubeconfig: "/k",
    context: "c",
    namespace: "shop",
    allNamespaces: true,
    port: 0,
    host: "::1",
    readOnly: true,
    open: true,
    logFormat: "json",
    logLevel: "warn",
  });
});

test.each([
  [["--prot", "1"], /--prot/],
  [["jobs"], /jobs/],
  [["--port"], /port/],
  [["--port", "http"], /number from 0 to 65535/],
  [["--port", "65536"], /number from 0 to 65535/],
  [["--port", "-1"], /port/],
  [["--port", "7070.5"], /number/],
  [["--host", "0.0.0.0"], /this machine only/],
  [["--host", "evil.example"], /this machine only/],
  [["-n", "Shop"], /lower case/],
  [["-n", "../kube-system"], /lower case/],
  [["-n", ""], /lower case/],
  [["--kubeconfig", ""], /needs the name of a file/],
  [["--context="], /needs the name of a context/],
  [["--log-format", "xml"], /"xml": choose one of text, json/],
  [["--log-level="], /"": choose one of debug, info/],
  [["--read-only=maybe"], /read-only/],
  [["--embedded", "--kubeconfig", "f"], /a cluster by itself/],
  [["--embedded", "--context", "c"], /a cluster by itself/],
  [
    ["--embedded", "--kubernetes-api", "1.21"],
    /"1\.21": the embedded cluster serves 1\.37 or 1\.20/,
  ],
  [["--kubernetes-api="], /serves 1\.37 or 1\.20/],
  [["--kubernetes-api", "1.20", "--kubeconfig", "f"], /a cluster of yours has its own version/],
  [["--kubernetes-api", "1.20", "--context", "c"], /a cluster of yours has its own version/],
])("%j is refused with a sentence", (args, sentence) => {
  expect(() => parseFlags(args)).toThrow(UsageError);
  expect(() => parseFlags(args)).toThrow(sentence);
  expect(() => parseFlags(args)).toThrow(/^[^\n]+\.$/);
});

test("the embedded cluster may be of another age", () => {
  expect(parseFlags(["--embedded", "--kubernetes-api", "1.20"])).toMatchObject({
    embedded: true,
    kubernetesApi: "1.20",
  });
});

test("help and version stand before all else", () => {
  expect(parseFlags(["--port", "nonsense", "--help"])).toBe("help");
  expect(parseFlags(["--version"])).toBe("version");
});
