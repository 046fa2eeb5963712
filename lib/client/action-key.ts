const letters = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A new key of an action: what is sent under the same one is done once. */
export function newActionKey(): string {
  const random = crypto.getRandomValues(new Uint32Array(8));
  return Array.from(random, (number) => letters[number % letters.length]).join("");
}
