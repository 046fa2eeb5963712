import { set } from "./merge-patch.ts";
import { records } from "./records.ts";

/**
 * Objects in Kubernetes' protobuf form, as `kubectl create` and `kubectl auth` send them. Read only:
 * every client that sends it takes JSON for an answer.
 */

/**
 * A field as Go declares it: its number, its JSON name (empty for one whose fields stand in its
 * parent), and its type: `*` what may be absent, `[]` a list, `{}` a map of texts to it.
 */
type Field = readonly [number: number, name: string, type: string];

/** By Go package and name, for example `batch.JobSpec`; made from the tags in k8s.io/api. */
const messages = records<readonly Field[]>("messages.jsonl");

const magic = Buffer.from("k8s\0");

/** What the bytes are not. */
export class ProtobufError extends Error {}

/** An object with its kind and apiVersion, in the form JSON has. */
export function readProtobuf(body: Uint8Array): Record<string, unknown> {
  const bytes = Buffer.from(body);
  if (!bytes.subarray(0, 4).equals(magic)) {
    throw new ProtobufError("provided data does not appear to be a protobuf message");
  }
  const envelope = parts(bytes.subarray(4));
  const typeMeta = parts(bytesOf(envelope, 1));
  const kind = bytesOf(typeMeta, 2).toString();
  const message = [...messages.keys()].find((name) => name.split(".")[1] === kind);
  const object = message === undefined ? {} : readMessage(message, bytesOf(envelope, 2), 0);
  return { ...object, apiVersion: bytesOf(typeMeta, 1).toString(), kind };
}

/** The encoded fields of a message, in order. */
interface Part {
  readonly number: number;
  readonly value: bigint | Buffer;
}

const depthLimit = 100;

function readMessage(name: string, bytes: Buffer, depth: number): Record<string, unknown> {
  if (depth > depthLimit) throw new ProtobufError("the message is nested too deeply");
  const fields = messages.get(name) ?? [];
  const result: Record<string, unknown> = {};
  for (const { number, value } of parts(bytes)) {
    const field = fields.find(([one]) => one === number);
    if (!field) continue;
    const [, jsonName, type] = field;
    if (jsonName === "") Object.assign(result, readValue(type, value, depth));
    else if (type.startsWith("[]")) {
      const list = (result[jsonName] ?? []) as unknown[];
      list.push(readValue(type.slice(2), value, depth));
      result[jsonName] = list;
    } else if (type.startsWith("{}")) {
      const entry = parts(asBytes(value));
      const inner = entry.find((part) => part.number === 2)?.value ?? Buffer.alloc(0);
      const map = (result[jsonName] ?? {}) as Record<string, unknown>;
      const key = bytesOf(entry, 1).toString();
      set(map, key, readValue(type.slice(2), inner, depth));
      result[jsonName] = map;
    } else {
      const read = readValue(type.replace(/^\*/, ""), value, depth);
      // Go writes a plain field that is empty all the same.
      const isEmpty = read === "" || read === 0 || read === false || read === null;
      if (type.startsWith("*") || !isEmpty) result[jsonName] = read;
    }
  }
  return result;
}

function readValue(type: string, value: bigint | Buffer, depth: number): unknown {
  switch (type) {
    case "string":
      return asBytes(value).toString();
    case "bytes":
      return asBytes(value).toString("base64");
    case "int":
      return Number(BigInt.asIntN(64, asNumber(value)));
    case "bool":
      return asNumber(value) !== 0n;
    case "Quantity":
      return bytesOf(parts(asBytes(value)), 1).toString();
    case "FieldsV1":
      return null;
    case "IntOrString": {
      const read = parts(asBytes(value));
      return numberOf(read, 1) === 0n ? Number(numberOf(read, 2)) : bytesOf(read, 3).toString();
    }
    case "Time":
    case "MicroTime":
      return readTime(parts(asBytes(value)));
    default:
      return readMessage(type, asBytes(value), depth + 1);
  }
}

/** null for the zero time, which has no fields. */
function readTime(read: readonly Part[]): string | null {
  if (read.length === 0) return null;
  const seconds = Number(BigInt.asIntN(64, numberOf(read, 1)));
  const ms = seconds * 1_000 + Math.floor(Number(numberOf(read, 2)) / 1_000_000);
  if (Math.abs(ms) > 8.64e15 || seconds < -62_135_596_000) return null;
  return new Date(ms).toISOString();
}

function parts(bytes: Buffer): Part[] {
  const found: Part[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new ProtobufError("unexpected EOF");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new ProtobufError("proto: integer overflow");
  };
  const take = (length: number): Buffer => {
    if (length > bytes.length - at) throw new ProtobufError("unexpected EOF");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Number(key >> 3n);
    switch (Number(key & 7n)) {
      case 0:
        found.push({ number, value: varint() });
        break;
      case 1:
        take(8);
        break;
      case 2:
        found.push({ number, value: take(Number(varint())) });
        break;
      case 5:
        take(4);
        break;
      default:
        throw new ProtobufError(`proto: illegal wireType ${key & 7n}`);
    }
  }
  return found;
}

function asBytes(value: bigint | Buffer): Buffer {
  if (typeof value === "bigint") throw new ProtobufError("proto: wrong wireType = 0");
  return value;
}

function asNumber(value: bigint | Buffer): bigint {
  if (typeof value !== "bigint") throw new ProtobufError("proto: wrong wireType = 2");
  return value;
}

/** The last one counts. */
function bytesOf(read: readonly Part[], number: number): Buffer {
  const part = read.findLast((one) => one.number === number);
  return part === undefined ? Buffer.alloc(0) : asBytes(part.value);
}

function numberOf(read: readonly Part[], number: number): bigint {
  const part = read.findLast((one) => one.number === number);
  return part === undefined ? 0n : asNumber(part.value);
}
