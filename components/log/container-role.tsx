import type { ContainerRole } from "#lib/api/rows";
import { type Text, text } from "#lib/texts/text";

/** What is said of a container beside its name; empty for an ordinary one. */
export const roleTexts: Readonly<Record<ContainerRole, Text>> = {
  container: "",
  init: text("init"),
  sidecar: text("sidecar"),
  ephemeral: text("ephemeral"),
};
