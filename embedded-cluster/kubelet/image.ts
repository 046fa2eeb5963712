import { createHash } from "node:crypto";
import { delayOf } from "./delay.ts";

/** An image as it was named, or why that is no name. */
export type ImageName =
  | { readonly registry: string; readonly repository: string; readonly tag: string }
  | { readonly invalid: string };

const component = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const shape = new RegExp(
  `^(${component}(?:/${component})*)(?::(\\w[\\w.-]{0,127}))?(@sha256:[0-9a-f]{64})?$`,
);

/** Reads an image's name as the container runtime does; Docker Hub and `latest` are left out there. */
export function parseImage(image: string): ImageName {
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  const hosted = /[.:]|^localhost$/.test(first);
  const match = shape.exec(hosted ? image.slice(slash + 1) : image);
  if (!match) return { invalid: invalidReference(image, hosted) };
  const [, path = "", tag, digest] = match;
  const registry = hosted ? first : "docker.io";
  const official = registry === "docker.io" && !path.includes("/");
  return {
    registry,
    repository: official ? `library/${path}` : path,
    tag: digest ?? `:${tag ?? "latest"}`,
  };
}

function invalidReference(image: string, hosted: boolean): string {
  const path = hosted || image.includes("/") ? image : `library/${image}`;
  const upper = /[A-Z]/.test(image) ? `: repository name (${path}) must be lowercase` : "";
  const parsed = `couldn't parse image name "${image}": invalid reference format${upper}`;
  return `Failed to apply default image tag "${image}": ${parsed}`;
}

const fullName = (image: Exclude<ImageName, { invalid: string }>): string =>
  `${image.registry}/${image.repository}${image.tag}`;

/** As a node reports the image of a container that it has started. */
export function pulledImage(image: string): { image: string; imageID: string } {
  const name = parseImage(image);
  if ("invalid" in name) return { image, imageID: "" };
  const digest = createHash("sha256").update(fullName(name)).digest("hex");
  return { image: fullName(name), imageID: `${name.registry}/${name.repository}@sha256:${digest}` };
}

/** Bytes of an image of busybox, and of others. */
const small = [2_150_000, 2_250_000] as const;
const ordinary = [8_000_000, 90_000_000] as const;

/** What a pull of this image comes to: how long it takes and its size, or the runtime's error. */
export function pull(image: string, present: boolean): { ms: number; size: number } | string {
  const name = parseImage(image);
  if ("invalid" in name) return name.invalid;
  const failure = `failed to pull and unpack image "${fullName(name)}": failed to resolve reference "${fullName(name)}"`;
  if (name.registry.replace(/:\d+$/, "").endsWith(".invalid")) {
    const path = `https://${name.registry}/v2/${name.repository}/manifests/${name.tag.slice(1)}`;
    const lookup = `dial tcp: lookup ${name.registry.replace(/:\d+$/, "")}: no such host`;
    return `rpc error: code = Unknown desc = ${failure}: failed to do request: Head "${path}": ${lookup}`;
  }
  if (name.tag === ":missing") {
    return `rpc error: code = NotFound desc = ${failure}: ${fullName(name)}: not found`;
  }
  const ms = present ? delayOf(image, 20, 160) : delayOf(image, 500, 2000);
  const [least, most] = name.repository === "library/busybox" ? small : ordinary;
  return { ms, size: delayOf(image, least, most) };
}

/** The default of `imagePullPolicy`, for a Pod of which the API server did not write it. */
export function pullPolicy(container: { image?: string; imagePullPolicy?: string }): string {
  if (container.imagePullPolicy) return container.imagePullPolicy;
  const name = parseImage(container.image ?? "");
  return "invalid" in name || name.tag === ":latest" ? "Always" : "IfNotPresent";
}
