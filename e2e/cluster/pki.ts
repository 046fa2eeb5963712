import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./process.ts";

/** Who a certificate speaks for: a user and groups in Kubernetes' terms, hosts when it serves. */
interface Subject {
  user: string;
  groups?: readonly string[];
  /** DNS names and IP addresses under which the holder is reached. */
  hosts?: readonly string[];
}

/** Paths of a PEM certificate and its PEM key. */
export interface KeyPair {
  certificate: string;
  key: string;
}

const holders = [
  "apiServer",
  /** The API server's identity towards etcd and kubelets. */
  "apiServerClient",
  "etcd",
  "admin",
  "controllerManager",
  "scheduler",
  "kubelet",
  "kwok",
] as const;

type Holder = (typeof holders)[number];

/** What every component of one cluster authenticates with. */
export interface Pki extends Record<Holder, KeyPair> {
  ca: KeyPair;
  /** Signs service account tokens; has no certificate. */
  serviceAccountKey: string;
  serviceAccountPublicKey: string;
}

const validDays = "3650";
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Makes a certificate authority, a key pair for each component and the service account key. */
export async function createPki(folder: string, node: string): Promise<Pki> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pki = pkiOf(folder);
  const { ca } = pki;
  await run("openssl", [
    ...["req", "-x509", ...newKey, "-days", validDays, "-subj", "/CN=batchboard-test-ca"],
    ...["-addext", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"],
    ...["-keyout", ca.key, "-out", ca.certificate],
  ]);
  const masters = ["system:masters"];
  const subjects: Record<Holder, Subject> = {
    apiServer: {
      user: "kube-apiserver",
      hosts: ["127.0.0.1", "10.0.0.1", "localhost", "kubernetes", "kubernetes.default.svc"],
    },
    apiServerClient: { user: "kube-apiserver-client", groups: masters },
    etcd: { user: "etcd", hosts: ["127.0.0.1", "localhost"] },
    admin: { user: "kubernetes-admin", groups: masters },
    controllerManager: { user: "system:kube-controller-manager" },
    scheduler: { user: "system:kube-scheduler" },
    kubelet: {
      user: `system:node:${node}`,
      groups: ["system:nodes"],
      hosts: [node, "127.0.0.1"],
    },
    kwok: { user: "kwok", groups: masters, hosts: ["127.0.0.1"] },
  };
  await Promise.all([
    ...holders.map((holder) => signKeyPair(ca, folder, holder, subjects[holder])),
    createServiceAccountKey(pki),
  ]);
  return pki;
}

/** Where everything lies that createPki made in `folder`. */
export function pkiOf(folder: string): Pki {
  const pairs = holders.map((holder) => [holder, keyPair(folder, holder)]);
  return {
    ca: keyPair(folder, "ca"),
    ...(Object.fromEntries(pairs) as Record<Holder, KeyPair>),
    serviceAccountKey: join(folder, "service-account.key"),
    serviceAccountPublicKey: join(folder, "service-account.pub"),
  };
}

/** Signs a new key pair, which lies in `folder` under `name`. */
async function signKeyPair(
  ca: KeyPair,
  folder: string,
  name: string,
  subject: Subject,
): Promise<KeyPair> {
  const pair = keyPair(folder, name);
  const request = join(folder, `${name}.csr`);
  const extensions = join(folder, `${name}.ext`);
  const names = (subject.hosts ?? []).map((host) =>
    /^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`,
  );
  await writeFile(
    extensions,
    [
      "basicConstraints=critical,CA:FALSE",
      "keyUsage=critical,digitalSignature",
      "extendedKeyUsage=clientAuth,serverAuth",
      ...(names.length > 0 ? [`subjectAltName=${names.join(",")}`] : []),
      "",
    ].join("\n"),
  );
  const attributes = [
    ...(subject.groups ?? []).map((group) => `O=${escapeAttribute(group)}`),
    `CN=${escapeAttribute(subject.user)}`,
  ];
  await run("openssl", [
    ...["req", "-new", ...newKey, "-utf8", "-subj", `/${attributes.join("/")}`],
    ...["-keyout", pair.key, "-out", request],
  ]);
  await run("openssl", [
    ...["x509", "-req", "-in", request, "-out", pair.certificate, "-days", validDays],
    ...["-CA", ca.certificate, "-CAkey", ca.key, "-extfile", extensions],
    ...["-set_serial", `0x${randomBytes(15).toString("hex")}`],
  ]);
  return pair;
}

/** The text of a kubeconfig with one context, which carries its certificates in itself. */
export async function kubeconfigText(
  server: string,
  ca: KeyPair,
  name: string,
  credential: KeyPair,
): Promise<string> {
  const inline = async (path: string) => (await readFile(path)).toString("base64");
  const user = {
    "client-certificate-data": await inline(credential.certificate),
    "client-key-data": await inline(credential.key),
  };
  // JSON is YAML: kubectl and every client reads it, and it needs no writer of its own.
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [
      { name, cluster: { server, "certificate-authority-data": await inline(ca.certificate) } },
    ],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: "default" } }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function keyPair(folder: string, name: string): KeyPair {
  return { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
}

async function createServiceAccountKey(pki: Pki): Promise<void> {
  const curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const { serviceAccountKey, serviceAccountPublicKey } = pki;
  await run("openssl", ["genpkey", ...curve, "-out", serviceAccountKey]);
  await run("openssl", [
    "pkey",
    "-in",
    serviceAccountKey,
    "-pubout",
    "-out",
    serviceAccountPublicKey,
  ]);
}

// openssl splits a subject at slashes and takes a plus sign for a second value.
function escapeAttribute(text: string): string {
  return text.replace(/[\\/+]/g, "\\$&");
}
