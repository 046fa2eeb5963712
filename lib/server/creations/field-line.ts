import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter } from "yaml";

/**
 * The line, from 1, on which a field stands in a document, by the path the API server names it with:
 * `spec.template.spec.containers[0].image`, `metadata.labels[app.kubernetes.io/name]`. Of a field that
 * does not stand there it is the line of the nearest one around it.
 */
export function fieldLine(document: Document, lines: LineCounter, path: string): number {
  let node: unknown = document.contents;
  let line = lineOf(node, lines) ?? 1;
  for (const [, name, key] of path.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    const step = name ?? key ?? "";
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === step);
      if (!pair) break;
      line = lineOf(pair.key, lines) ?? line;
      node = pair.value;
    } else if (isSeq(node) && /^\d+$/.test(step)) {
      node = node.items[Number(step)];
      line = lineOf(node, lines) ?? line;
    } else {
      break;
    }
  }
  return line;
}

export function lineOf(node: unknown, lines: LineCounter): number | null {
  if (!isNode(node) || !node.range) return null;
  return lines.linePos(node.range[0]).line;
}
