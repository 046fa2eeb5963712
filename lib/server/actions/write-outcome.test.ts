import { expect, test } from "vitest";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import { writeFailure, writeOutcome } from "#lib/server/actions/write-outcome";

const status = (code: number, reason = "", message = "m") =>
  new StatusError({ code, reason, message }, code);
const cut = (code: string) => new ConnectionError("it broke", code);

test.each<[string, unknown, string]>([
  ["nobody listens", cut("ECONNREFUSED"), "unsent"],
  ["no credential", cut("CREDENTIAL"), "unsent"],
  ["no address", cut("ENOTFOUND"), "unsent"],
  ["a connection that was never made", cut("UND_ERR_CONNECT_TIMEOUT"), "unsent"],
  ["a connection that broke", cut("ECONNRESET"), "unknown"],
  ["no answer in time", cut("UND_ERR_HEADERS_TIMEOUT"), "unknown"],
  ["an answer that is not JSON", cut(""), "unknown"],
  ["a balancer without its server", status(502), "unknown"],
  ["an API server that gave up", status(504, "Timeout"), "unknown"],
  ["a storage that gave up", status(500, "ServerTimeout"), "unknown"],
  [
    "a storage that did not confirm it",
    status(500, "InternalError", "etcdserver: request timed out"),
    "unknown",
  ],
  [
    "a webhook that cannot be asked",
    status(500, "InternalError", 'failed calling webhook "x": context deadline exceeded'),
    "refused",
  ],
  ["a conflict", status(409, "Conflict"), "refused"],
  ["a busy API server", status(429), "refused"],
  ["anything else", new Error("x"), "refused"],
])("%s: a write is %s", (_, error, outcome) => {
  expect(writeOutcome(error)).toBe(outcome);
});

test("a refusal stays in its own words; the others say what is known", () => {
  const refused = status(422, "Invalid");
  expect(writeFailure(refused, "Job x was deleted", "Look.")).toBe(refused);
  expect(writeFailure(cut("ECONNREFUSED"), "Job x was deleted", "Look.")).toMatchObject({
    code: "unreachable",
    message: "it broke",
    hint: "Nothing was changed.",
  });
  expect(writeFailure(cut("ECONNRESET"), "Job x was deleted", "Look.")).toMatchObject({
    code: "unreachable",
    message: "It is not known whether Job x was deleted (it broke).",
    hint: "Look.",
  });
});
