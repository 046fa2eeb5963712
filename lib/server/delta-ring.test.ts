import { expect, test } from "vitest";
import { DeltaRing } from "#lib/server/delta-ring";

const delta = (length: number) => new Uint8Array(length);

test("R15: whoever missed some deltas gets just those, in order", () => {
  const ring = new DeltaRing();
  const deltas = [1, 2, 3].map(delta);
  for (const bytes of deltas) ring.push(bytes);
  expect(ring.newest).toBe(3);
  expect(ring.after(0)).toEqual(deltas);
  expect(ring.after(2)).toEqual(deltas.slice(2));
  expect(ring.after(3)).toEqual([]);
});

test("R16: what is not known here, or not any more, is not made up", () => {
  const ring = new DeltaRing();
  expect(ring.after(0)).toEqual([]);
  expect(ring.after(1)).toBeNull();
  for (let i = 0; i < 513; i++) ring.push(delta(1));
  expect(ring.after(0)).toBeNull();
  expect(ring.after(1)).toHaveLength(512);
  expect(ring.after(514)).toBeNull();
});

test("R19: no more than four megabytes are kept, be it one delta", () => {
  const ring = new DeltaRing();
  for (let i = 0; i < 5; i++) ring.push(delta(1024 * 1024));
  expect(ring.after(0)).toBeNull();
  expect(ring.after(1)).toHaveLength(4);
  ring.push(delta(5 * 1024 * 1024));
  expect(ring.after(5)).toBeNull();
  expect(ring.after(6)).toEqual([]);
});

test("R16: an id of another ring, or none, names no delta of this one", () => {
  const ring = new DeltaRing();
  ring.push(delta(1));
  expect(ring.seqOf(ring.idOf(1))).toBe(1);
  expect(ring.seqOf(ring.idOf(2))).toBe(2);
  for (const id of [new DeltaRing().idOf(0), "x.1", "", null, `${ring.idOf(1)}.1`]) {
    expect(ring.seqOf(id)).toBe(-1);
  }
});
