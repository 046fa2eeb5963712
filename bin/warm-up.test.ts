import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { warmUp } from "./warm-up.ts";

test("a page is asked for as a browser asks, one after the other, and each is waited for", async () => {
  let drawing = 0;
  const drawn: string[] = [];
  await warmUp(async (request: IncomingMessage, response: ServerResponse) => {
    drawing += 1;
    expect(drawing).toBe(1);
    expect(await text(request)).toBe("");
    drawn.push(`${request.method} ${request.url} ${request.headers.accept}`);
    response.setHeader("content-type", "text/html");
    // More than a socket takes at once.
    for (let i = 0; i < 10; i++) response.write("x".repeat(100_000));
    response.end();
    response.once("finish", () => {
      drawing -= 1;
    });
  });
  expect(drawn.length).toBeGreaterThan(5);
  expect(new Set(drawn)).toEqual(new Set(["GET /pods/none/none?since=1s text/html"]));
});

test("what cannot be drawn is told to who wanted it", async () => {
  await expect(
    warmUp(async () => {
      throw new Error("no page");
    }),
  ).rejects.toThrow("no page");
});
