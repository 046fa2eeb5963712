import { expect, test } from "vitest";
import { connectionError } from "#lib/kubernetes/connection-failure";

const server = new URL("https://k8s.example:6443/clusters/c-1");
const proxy = "http://user:s3cret@proxy.corp:3128";
const failed = (code: string, message = "", cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code });

test.each([
  [
    failed("ECONNREFUSED"),
    "connection to k8s.example:6443 through the proxy proxy.corp:3128 refused: is the proxy running there?",
  ],
  [failed("ENOTFOUND"), "no address could be found for the proxy proxy.corp:3128"],
  [failed("EHOSTUNREACH"), "there is no way through the network to the proxy proxy.corp:3128"],
  [
    failed("UND_ERR_PRX_CONN", "Proxy Connection failed", failed("UND_ERR_SOCKET")),
    "k8s.example:6443 through the proxy proxy.corp:3128 closed the connection",
  ],
  [
    failed("UND_ERR_ABORTED", "Proxy response (407) !== 200 when HTTP Tunneling"),
    "k8s.example:6443 through the proxy proxy.corp:3128 could not be asked: Proxy response (407) !== 200 when HTTP Tunneling",
  ],
  [
    new AggregateError([failed("ECONNREFUSED")]),
    "connection to k8s.example:6443 through the proxy proxy.corp:3128 refused: is the proxy running there?",
  ],
])(
  "a failure on the way through a proxy names the proxy, without its password: %s",
  (error, message) => {
    expect(connectionError(error, server, proxy).message).toBe(message);
  },
);

test("without a proxy it is the API server", () => {
  expect(connectionError(failed("ECONNREFUSED"), server).message).toBe(
    "connection to k8s.example:6443 refused: is the API server running there?",
  );
});
