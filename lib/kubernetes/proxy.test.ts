import { expect, test } from "vitest";
import { environmentProxy } from "#lib/kubernetes/proxy";

const proxy = "http://proxy.corp:3128";

test.each<[string, string, Record<string, string>, string | null]>([
  ["as kubectl: HTTPS_PROXY for https", "https://k8s.corp:6443", { HTTPS_PROXY: proxy }, proxy],
  ["lower case too", "https://k8s.corp", { https_proxy: proxy }, proxy],
  ["a proxy without a scheme is http", "https://k8s.corp", { HTTPS_PROXY: "p:1" }, "http://p:1"],
  ["HTTP_PROXY is not for https", "https://k8s.corp", { HTTP_PROXY: proxy }, null],
  ["HTTP_PROXY for http", "http://k8s.corp", { HTTP_PROXY: proxy }, proxy],
  ["nothing set", "https://k8s.corp", {}, null],
  ["never for localhost", "https://localhost:6443", { HTTPS_PROXY: proxy }, null],
  ["never for loopback", "https://127.0.0.1:6443", { HTTPS_PROXY: proxy }, null],
  ["never for IPv6 loopback", "https://[::1]:6443", { HTTPS_PROXY: proxy }, null],
])("%s: %s", (_, server, env, expected) => {
  expect(environmentProxy(new URL(server), env)).toBe(expected);
});

test.each([
  ["*", "https://k8s.corp", true],
  ["k8s.corp", "https://k8s.corp", true],
  ["corp", "https://k8s.corp", true],
  [".corp", "https://k8s.corp", true],
  ["*.corp", "https://k8s.corp", true],
  [".k8s.corp", "https://k8s.corp", false],
  ["s.corp", "https://k8s.corp", false],
  ["other, K8S.corp ", "https://k8s.corp", true],
  ["k8s.corp:6443", "https://k8s.corp:6443", true],
  ["k8s.corp:443", "https://k8s.corp", true],
  ["k8s.corp:6443", "https://k8s.corp", false],
  ["10.0.0.0/8", "https://10.1.2.3", true],
  ["10.0.0.0/8", "https://11.1.2.3", false],
  ["10.0.0.0/99", "https://10.1.2.3", false],
  ["10.1.2.3", "https://10.1.2.3:6443", true],
  ["10.1.2.3:443", "https://10.1.2.3:6443", false],
  ["fd00::/8", "https://[fd00::1]", true],
  ["fd00::1", "https://[fd00::1]:6443", true],
  ["0.0.3", "https://10.0.0.3", false],
])("NO_PROXY=%s exempts %s: %s", (noProxy, server, exempt) => {
  const env = { HTTPS_PROXY: proxy, NO_PROXY: noProxy };
  expect(environmentProxy(new URL(server), env)).toBe(exempt ? null : proxy);
});
