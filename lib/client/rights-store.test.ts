import { beforeEach, describe, expect, it } from "vitest";
import { type NamespaceRights, type Right, rights } from "#lib/api/rights";
import { RightsStore, verdictOf } from "#lib/client/rights-store";
import { ManualClock } from "#lib/time/clock";

let clock: ManualClock;
let asked: (readonly string[])[];
let allowed: Readonly<Record<string, readonly Right[]>>;
let broken: boolean;
let store: RightsStore;

beforeEach(() => {
  clock = new ManualClock();
  asked = [];
  broken = false;
  allowed = { shop: ["patch cronjobs"] };
  store = new RightsStore({
    clock,
    fetch: async (namespaces) => {
      asked.push(namespaces);
      if (broken) throw new Error("no answer");
      return { namespaces: namespaces.map(rightsOf) };
    },
  });
});

function rightsOf(namespace: string): NamespaceRights {
  const yes = allowed[namespace] ?? [];
  const all: readonly Right[] = ["patch cronjobs", "delete jobs"];
  return { namespace, allowed: yes, denied: all.filter((right) => !yes.includes(right)) };
}

const verdict = (right: Right, namespace: string) => verdictOf(store.known.get(), right, namespace);

describe("RightsStore", () => {
  it("knows nothing before it has asked", () => {
    expect(verdict("patch cronjobs", "shop")).toBe("unknown");
  });

  it("asks for all namespaces and those on screen in one question", async () => {
    await store.ask(["shop", "lab"]);
    expect(asked).toEqual([["*", "shop", "lab"]]);
    expect(verdict("patch cronjobs", "shop")).toBe("allowed");
    expect(verdict("patch cronjobs", "lab")).toBe("denied");
    expect(verdict("delete jobs", "shop")).toBe("denied");
  });

  it("takes what is allowed everywhere as allowed in each namespace", async () => {
    allowed = { "*": ["delete jobs"] };
    await store.ask(["shop"]);
    expect(verdict("delete jobs", "shop")).toBe("allowed");
    expect(verdict("delete jobs", "never-asked")).toBe("allowed");
  });

  it("asks of no single namespace where everything is allowed everywhere", async () => {
    allowed = { "*": rights };
    await store.ask([]);
    await store.ask(["shop"]);
    expect(asked).toEqual([["*"]]);
    expect(verdict("delete pods", "shop")).toBe("allowed");
  });

  it("asks again after a minute, and not before", async () => {
    await store.ask(["shop"]);
    await clock.advance(59_999);
    await store.ask(["shop"]);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    await store.ask(["shop"]);
    expect(asked).toHaveLength(2);
  });

  it("asks at once after a refusal", async () => {
    await store.ask(["shop"]);
    allowed = {};
    store.forget("shop");
    await clock.advance(0);
    expect(verdict("patch cronjobs", "shop")).toBe("denied");
  });

  it("neither allows nor denies what could not be asked, and asks it again", async () => {
    broken = true;
    await store.ask(["shop"]);
    expect(verdict("patch cronjobs", "shop")).toBe("unknown");
    broken = false;
    await store.ask(["shop"]);
    expect(verdict("patch cronjobs", "shop")).toBe("allowed");
  });
});
