import type { TableName } from "#lib/api/frames";
import { packRow, type RowTuple } from "#lib/api/row-tuples";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { printCronJob } from "#lib/printers/cronjob";
import { printJob } from "#lib/printers/job";
import { printPod } from "#lib/printers/pod";

/** An object as the JSON of its row's tuple. The same text serves every connection, and equal texts are equal rows. */
export type Encode<T> = (object: T) => string;

/**
 * Encodes each object once for as long as the store holds it. One that cannot be printed is a row of
 * its metadata and of `unreadable`: it hides no other, and is not passed over (quality R11).
 */
export function encodeOnce<T extends KubernetesObject, Row extends object>(
  print: (object: T) => Row,
  unreadable: Partial<Row>,
  pack: (row: Row) => RowTuple,
): Encode<T> {
  const known = new WeakMap<T, string>();
  const encode = (object: T) => {
    try {
      return JSON.stringify(pack(print(object)));
    } catch {
      const { name, namespace, uid, resourceVersion } = object.metadata;
      const bare = { metadata: { name, namespace, uid, resourceVersion } };
      // A printer takes objects that lack all else: the API server vouches for no field.
      return JSON.stringify(pack({ ...print(bare as T), ...unreadable }));
    }
  };
  return (object) => {
    let encoded = known.get(object);
    if (encoded === undefined) {
      encoded = encode(object);
      known.set(object, encoded);
    }
    return encoded;
  };
}

/** What stands in the most telling column of an object that cannot be printed. */
const unreadable = "Unreadable";

/** The rows of each table. */
export const encodedRow = {
  cronjobs: encodeOnce(printCronJob, { schedule: unreadable }, (row) => packRow("cronjobs", row)),
  jobs: encodeOnce(printJob, { status: unreadable }, (row) => packRow("jobs", row)),
  pods: encodeOnce(printPod, { status: unreadable }, (row) => packRow("pods", row)),
};

/** Encodes an object of the resource ahead of time, where its objects are rows. */
export function encodeAhead(plural: string): (object: KubernetesObject) => void {
  // The resource of a table's name has the objects of that table.
  const encode = encodedRow[plural as TableName] as Encode<KubernetesObject> | undefined;
  return encode ?? (() => {});
}
