import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { type Blob, busyboxLayer, ociImage } from "./busybox-image.ts";

// A process of its own: the registry that containerd asks for every image, whatever its name. It
// has busybox, and pause for the sandboxes; all other images do not exist.
const { values } = parseArgs({
  options: { port: { type: "string" }, busybox: { type: "string" } },
});
const busybox = values.busybox as string;
const layer = busyboxLayer(
  readFileSync(busybox),
  execFileSync(busybox, ["--list"], { encoding: "utf8" }).trim().split("\n"),
);
const images = {
  "library/busybox": ociImage(layer, ["sh"]),
  pause: ociImage(layer, ["/bin/sleep", "infinity"]),
};
const blobs = new Map<string, Blob>();
for (const { manifest, blobs: parts } of Object.values(images)) {
  for (const blob of [manifest, ...parts]) blobs.set(blob.digest, blob);
}

createServer(answer).listen(Number(values.port), "127.0.0.1");

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? "/", "http://mirror");
  const [, name = "", kind, reference = ""] =
    /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(pathname) ?? [];
  const blob = kind === "blobs" ? blobs.get(reference) : findManifest(name, reference);
  response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
  if (blob) {
    response.setHeader("Docker-Content-Digest", blob.digest);
    send(response, 200, blob.mediaType, blob.bytes);
  } else if (pathname === "/v2/") {
    send(response, 200, "application/json", Buffer.from("{}"));
  } else {
    const [code, message] =
      kind === "blobs"
        ? ["BLOB_UNKNOWN", "blob unknown to registry"]
        : ["MANIFEST_UNKNOWN", "manifest unknown"];
    const errors = [{ code, message, detail: { name, reference } }];
    send(response, 404, "application/json", Buffer.from(JSON.stringify({ errors })));
  }
}

// Any tag of an image is the same image, as is its own digest; another digest does not exist.
function findManifest(name: string, reference: string): Blob | undefined {
  if (reference.startsWith("sha256:")) return blobs.get(reference);
  return Object.hasOwn(images, name) ? images[name as keyof typeof images].manifest : undefined;
}

// Without a body for HEAD, which containerd sends first: Node leaves it out by itself.
function send(response: ServerResponse, status: number, type: string, body: Buffer): void {
  response.writeHead(status, { "Content-Type": type, "Content-Length": body.length });
  response.end(body);
}
