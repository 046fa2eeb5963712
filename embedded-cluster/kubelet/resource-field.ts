import { allocatable } from "./nodes.ts";
import type { Container } from "./pod-fields.ts";
import { quantity } from "./quantity.ts";

export interface ResourceField {
  /** `limits.cpu`, `requests.memory` and their like. */
  readonly resource: string;
  readonly divisor?: string;
}

/**
 * What a container asks for or is limited to, in whole divisors, rounded up; without a limit it has
 * its node's (ExtractContainerResourceValue). Null for a resource that is none.
 */
export function resourceField(
  { resource, divisor }: ResourceField,
  { resources }: Container,
): string | null {
  const [, kind, name = ""] =
    /^(limits|requests)\.(cpu|memory|ephemeral-storage)$/.exec(resource) ?? [];
  if (kind === undefined) return null;
  const isLimit = kind === "limits";
  const given = isLimit ? resources?.limits : resources?.requests;
  const whole = quantity(given?.[name] ?? (isLimit ? allocatable[name] : undefined)) ?? 0;
  return String(Math.ceil(whole / (quantity(divisor) || 1)));
}
