import { expect, test } from "vitest";
import type { Client } from "#lib/kubernetes/client";
import { ConnectionError } from "#lib/kubernetes/status-error";
import { Identity } from "#lib/server/identity";
import { ManualClock } from "#lib/time/clock";

/** An identity whose API server answers with these, one after the other; a kubeconfig calls him `tester`. */
function identity(answers: (string | null | Error | "never")[], user = "tester") {
  const clock = new ManualClock();
  let asked = 0;
  const whoAmI = async () => {
    const answer = answers[asked++];
    if (answer === "never") return new Promise(() => {});
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = { whoAmI } as unknown as Client;
  return { clock, identity: new Identity(client, clock, user), asked: () => asked };
}

test("a viewer is who the API server says, asked once a minute", async () => {
  const { clock, identity: it, asked } = identity(["jane", "joe"]);
  expect(await Promise.all([it.name(), it.name()])).toEqual(["jane", "jane"]);
  await clock.advance(59_000);
  expect([await it.name(), asked()]).toEqual(["jane", 1]);
  await clock.advance(2_000);
  expect([await it.name(), asked()]).toEqual(["joe", 2]);
});

test("where it says nothing he is who the kubeconfig says, or nobody", async () => {
  expect(await identity([null]).identity.name()).toBe("tester");
  expect(await identity([null], "").identity.name()).toBeNull();
});

test("an API server that fails is asked again, and one that is silent not waited for", async () => {
  const failing = identity([new ConnectionError("it broke"), "jane"]);
  expect(await failing.identity.name()).toBe("tester");
  expect(await failing.identity.name()).toBe("jane");
  const silent = identity(["never", "jane"]);
  const asked = silent.identity.name();
  await silent.clock.advance(3_000);
  expect(await asked).toBe("tester");
  expect(await silent.identity.name()).toBe("jane");
});

test("of a name without end only the beginning is written down", async () => {
  expect(await identity(["x".repeat(10_000)]).identity.name()).toHaveLength(256);
});
