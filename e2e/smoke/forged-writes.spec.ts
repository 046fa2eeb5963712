import { routes } from "#lib/api/routes";
import { askedSince, expect, test } from "./fixtures.ts";

const target = { namespace: "default", name: "broken", uid: "u" };
const key = "abcdefgh";
const yaml = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: forged}\nspec: {}\n";

/** Each that writes, or that lets the API server judge a write, with a body that it would take. */
const writes = [
  [routes.actions, { action: "suspend", resource: "jobs", target }],
  [routes.actions, { action: "delete", resource: "jobs", target, cascade: "background" }],
  [routes.actions, { action: "rerun", resource: "jobs", target, key, owner: "drop" }],
  [routes.plan, { action: "rerun", resource: "jobs", target, key, owner: "drop" }],
  [routes.creations, { yaml, namespace: "default", key, dryRun: false }],
] as const;

const json = { "content-type": "application/json", "x-batchboard-action": "1" };

/** What a browser sends along from elsewhere, whatever the page there does; `own` is our origin. */
const senders: readonly (readonly [
  who: string,
  headers: (own: string) => Record<string, string>,
])[] = [
  [
    "another site",
    () => ({ ...json, origin: "http://evil.example", "sec-fetch-site": "cross-site" }),
  ],
  [
    "another port of this machine",
    () => ({ ...json, origin: "http://127.0.0.1:1", "sec-fetch-site": "same-site" }),
  ],
  ["an origin of null", () => ({ ...json, origin: "null" })],
  ["a browser that says no origin", () => json],
  [
    "a form of another site",
    () => ({
      "content-type": "application/x-www-form-urlencoded",
      origin: "http://evil.example",
      "sec-fetch-site": "cross-site",
    }),
  ],
  [
    "our own origin, as text",
    (own) => ({
      ...json,
      "content-type": "text/plain",
      origin: own,
      "sec-fetch-site": "same-origin",
    }),
  ],
  [
    "our own origin, without our header",
    (own) => ({
      "content-type": "application/json",
      origin: own,
      "sec-fetch-site": "same-origin",
    }),
  ],
];

for (const [who, headers] of senders) {
  test(`S12: ${who} changes nothing by any route, with a session that is good`, async ({
    dashboard,
    api,
    loggedIn,
  }) => {
    const cookie = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
    const before = api.requests.length;
    for (const [route, body] of writes) {
      const response = await fetch(dashboard.origin + route, {
        method: "POST",
        headers: { ...headers(dashboard.origin), cookie },
        body: JSON.stringify(body),
      });
      expect(response.status, route).toBe(403);
      expect(await response.json()).toMatchObject({ code: "cross-origin" });
    }
    expect(askedSince(api, before)).toEqual([]);
  });
}

test("S12: our own page is let in by the same routes", async ({ dashboard, api, loggedIn }) => {
  const cookie = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
  const own = { ...json, origin: dashboard.origin, "sec-fetch-site": "same-origin", cookie };
  for (const [route, body] of writes) {
    const before = api.requests.length;
    const response = await fetch(dashboard.origin + route, {
      method: "POST",
      headers: own,
      body: JSON.stringify(body),
    });
    // The Job has another uid; what is asked reaches the cluster all the same.
    expect([200, 409], route).toContain(response.status);
    expect(askedSince(api, before).length, route).toBeGreaterThan(0);
  }
  // The other tests know nothing of it.
  api.remove("jobs", "default", "forged");
});
