import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A blob of an OCI image, addressed by the sha256 of its bytes. */
export interface Blob {
  digest: string;
  mediaType: string;
  bytes: Buffer;
}

export interface Image {
  manifest: Blob;
  /** The configuration and the one layer. */
  blobs: Blob[];
}

const mediaTypes = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
};

const passwd = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n";
const group = "root:x:0:\nnogroup:x:65534:\n";

/** The files of an image: a static busybox with a link for each of its applets. */
export function busyboxLayer(busybox: Buffer, applets: readonly string[]): Buffer {
  const entries = [
    ...["bin", "etc", "home", "root", "usr", "usr/bin", "var", "var/spool"].map((path) =>
      tarEntry({ path: `${path}/`, mode: 0o755, type: "5" }),
    ),
    tarEntry({ path: "tmp/", mode: 0o1777, type: "5" }),
    tarEntry({ path: "etc/passwd", mode: 0o644, content: Buffer.from(passwd) }),
    tarEntry({ path: "etc/group", mode: 0o644, content: Buffer.from(group) }),
    tarEntry({ path: "bin/busybox", mode: 0o755, content: busybox }),
    ...applets
      .filter((applet) => applet !== "busybox")
      .map((applet) =>
        tarEntry({ path: `bin/${applet}`, mode: 0o777, type: "2", link: "busybox" }),
      ),
    tarEntry({ path: "usr/bin/env", mode: 0o777, type: "2", link: "../../bin/busybox" }),
  ];
  // Two empty blocks end an archive.
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
}

/** An OCI image with one layer that runs `command` unless a container names its own. */
export function ociImage(layer: Buffer, command: readonly string[]): Image {
  const layerBlob = blob(mediaTypes.layer, gzipSync(layer, { level: 1 }));
  const config = blob(mediaTypes.config, {
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    os: "linux",
    config: {
      Cmd: command,
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    },
    rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
  });
  const manifest = blob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptor(config),
    layers: [descriptor(layerBlob)],
  });
  return { manifest, blobs: [config, layerBlob] };
}

interface TarEntry {
  path: string;
  mode: number;
  /** "0" file, "2" symbolic link, "5" folder. */
  type?: "0" | "2" | "5";
  link?: string;
  content?: Buffer;
}

function tarEntry({ path, mode, type = "0", link = "", content }: TarEntry): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, offset: number, width: number) =>
    header.write(`${value.toString(8).padStart(width - 1, "0")}\0`, offset, "latin1");
  header.write(path, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(content?.length ?? 0, 124, 12);
  octal(0, 136, 12);
  header.fill(" ", 148, 156);
  header.write(type, 156);
  header.write(link, 157);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  const padding = (512 - ((content?.length ?? 0) % 512)) % 512;
  return Buffer.concat([header, content ?? Buffer.alloc(0), Buffer.alloc(padding)]);
}

function blob(mediaType: string, content: Buffer | object): Blob {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  return { digest: digestOf(bytes), mediaType, bytes };
}

function descriptor({ mediaType, digest, bytes }: Blob) {
  return { mediaType, digest, size: bytes.length };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
