import { matches, parseSelector } from "#lib/kubernetes/selector";

/** A LabelSelector as objects hold it. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** Whether it selects these labels, as metav1.LabelSelectorAsSelector reads it. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  const pairs = Object.entries(matchLabels);
  if (!pairs.every(([key, value]) => labels[key] === value)) return false;
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const set = `(${values.join(",")})`;
    const texts: Record<string, string> = {
      In: `${key} in ${set}`,
      NotIn: `${key} notin ${set}`,
      Exists: key,
      DoesNotExist: `!${key}`,
    };
    const parsed = parseSelector(texts[operator] ?? "");
    return Array.isArray(parsed) && parsed.length > 0 && matches(parsed, labels);
  });
}
