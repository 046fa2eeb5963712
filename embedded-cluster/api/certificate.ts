import { generateKeyPairSync, sign } from "node:crypto";

/** A key and the certificate of it, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const oids = {
  ecdsaWithSha256: "2a8648ce3d040302",
  commonName: "550403",
  basicConstraints: "551d13",
  keyUsage: "551d0f",
  extendedKeyUsage: "551d25",
  serverAuth: "2b06010505070301",
  subjectAltName: "551d11",
};

const lifetimeMs = 365 * 24 * 3_600_000;
const skewMs = 24 * 3_600_000;

/**
 * A self-signed certificate for the loopback interface, for the life of one process: kubectl sends a
 * token over TLS alone. Node has no way to make a certificate, so its few fields are written here
 * (RFC 5280).
 */
export function selfSigned(nowMs: number, serial: Buffer): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(oid(oids.ecdsaWithSha256));
  const name = sequence(set(sequence(oid(oids.commonName), utf8("batchboard-embedded"))));
  const body = sequence(
    tag(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name,
    sequence(time(nowMs - skewMs), time(nowMs + lifetimeMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tag(0xa3, sequence(...extensions())),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, algorithm, bits(signature));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${wrapped(certificate)}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

function extensions(): Buffer[] {
  const isTrue = tag(0x01, Buffer.from([0xff]));
  const critical = (id: string, value: Buffer) => sequence(oid(id), isTrue, tag(0x04, value));
  const optional = (id: string, value: Buffer) => sequence(oid(id), tag(0x04, value));
  return [
    critical(oids.basicConstraints, sequence(isTrue)),
    // digitalSignature and keyCertSign
    critical(oids.keyUsage, tag(0x03, Buffer.from([2, 0x84]))),
    optional(oids.extendedKeyUsage, sequence(oid(oids.serverAuth))),
    optional(
      oids.subjectAltName,
      sequence(
        tag(0x82, Buffer.from("localhost")),
        tag(0x87, Buffer.from([127, 0, 0, 1])),
        tag(0x87, Buffer.from([...Array(15).fill(0), 1])),
      ),
    ),
  ];
}

/** A value in DER: its tag, its length, itself. */
function tag(kind: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([kind, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]) => tag(0x30, ...parts);
const set = (...parts: readonly Buffer[]) => tag(0x31, ...parts);
const oid = (hex: string) => tag(0x06, Buffer.from(hex, "hex"));
const utf8 = (text: string) => tag(0x0c, Buffer.from(text));
const bits = (content: Buffer) => tag(0x03, Buffer.from([0]), content);

/** Positive, whatever its first bit. */
const integer = (value: Buffer) => tag(0x02, Buffer.from([0x00].slice(startsHigh(value))), value);
const startsHigh = (value: Buffer) => ((value[0] ?? 0) >= 0x80 ? 0 : 1);

function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\.\d+|[-:T]/g, "");
  return tag(0x18, Buffer.from(digits));
}

const wrapped = (der: Buffer) => der.toString("base64").replace(/(.{64})(?=.)/g, "$1\n");
