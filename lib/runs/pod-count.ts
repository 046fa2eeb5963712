import { type Message, text } from "#lib/texts/text";

export function podCount(count: number): Message {
  return count === 1 ? text("{count} Pod", { count }) : text("{count} Pods", { count });
}
