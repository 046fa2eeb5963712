import { expandReferences } from "./environment.ts";
import { parseImage } from "./image.ts";
import type { Container } from "./pod-fields.ts";
import { quantity } from "./quantity.ts";
import { Refusal } from "./shell/syntax.ts";

/** Images that run a shell when they are told nothing else. */
const shellImages = /(^|\/)(busybox|alpine|debian|ubuntu|bash)$/;
/** What a container without a limit may hold before its node runs out of memory. */
const unlimitedBytes = 32 * 2 ** 20;

/** What a container runs. Throws Refusal where only its image would know. */
export function commandOf(container: Container, env: ReadonlyMap<string, string>): string[] {
  const given = [...(container.command ?? []), ...(container.args ?? [])];
  if (given.length > 0) return given.map((text) => expandReferences(text, env));
  const image = parseImage(container.image ?? "");
  if (!("invalid" in image) && shellImages.test(image.repository)) return ["sh"];
  throw new Refusal(
    `the embedded cluster does not know what image "${container.image}" runs without a command`,
  );
}

/** The bytes a container may hold. */
export function memoryOf(container: Container): number {
  return Math.min(quantity(container.resources?.limits?.memory) ?? unlimitedBytes, unlimitedBytes);
}
