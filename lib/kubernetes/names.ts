/** The grammars of what may stand in a URL (kubernetes/apimachinery validation). */

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A DNS-1123 label: at most 63 of a–z, 0–9 and `-`, which does not stand at an end. */
export function isNamespaceName(text: string): boolean {
  return text.length <= 63 && label.test(text);
}

/** A DNS-1123 subdomain: labels joined by dots, at most 253 characters. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

export function isContainerName(text: string): boolean {
  return isNamespaceName(text);
}
