import type { ApiObject } from "../objects.ts";

/** What the manifests say of an object's past; the annotations themselves are taken off. */
export interface Past {
  /** How long it has been there, in ms; null for what begins now. */
  readonly age: number | null;
  /** How long ago it was deleted, in ms. */
  readonly deleted: number | null;
  /** So many finished runs of a CronJob are kept. */
  readonly history: number;
  /** So many of its newest runs have not ended. */
  readonly running: number;
}

const prefix = "seed.batchboard.dev/";
const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function duration(text: string | undefined): number | null {
  const match = /^(\d+)([smhd])$/.exec(text ?? "");
  return match ? Number(match[1]) * (units[match[2] ?? ""] ?? 0) : null;
}

export function takePast({ metadata }: ApiObject): Past {
  const given = metadata.annotations ?? {};
  const read = (name: string) => given[`${prefix}${name}`];
  const past = {
    age: duration(read("age")),
    deleted: duration(read("deleted")),
    history: Number(read("history") ?? 0),
    running: Number(read("running") ?? 0),
  };
  const kept = Object.entries(given).filter(([name]) => !name.startsWith(prefix));
  if (kept.length > 0) metadata.annotations = Object.fromEntries(kept);
  else delete metadata.annotations;
  return past;
}
