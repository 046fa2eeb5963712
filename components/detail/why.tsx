import type { ContainerState, PodDetail, PodRow } from "#lib/api/rows";
import { statusForm } from "#lib/printers/status";

/** Why an object stands as it does: a word of the API server's, and the rest of the sentence. */
export interface Why {
  readonly word: string;
  readonly text: string;
}

/** Why a Pod does not run or did not end well; null for one that needs no explanation. */
export function whyPod(pod: PodRow, detail: PodDetail): Why | null {
  if (detail.reason !== "" || detail.message !== "") {
    return { word: detail.reason || detail.phase, text: sentence(detail.message) };
  }
  const form = statusForm("pod", pod.status);
  if (form !== "bad" && form !== "warn" && form !== "wait") return null;
  const blocked = detail.conditions.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  if (blocked) return { word: blocked.reason, text: sentence(blocked.message) };
  for (const { name, state, last } of detail.containers) {
    const why = whyContainer(name, state, last);
    if (why) return why;
  }
  return null;
}

function whyContainer(
  name: string,
  state: ContainerState,
  last: ContainerState | null,
): Why | null {
  const ended = state.kind === "waiting" ? last : state;
  const exit =
    ended?.kind === "terminated" && (ended.exitCode !== 0 || ended.signal !== 0)
      ? `Container ${name} ended with ${ended.signal === 0 ? `exit ${ended.exitCode}` : `signal ${ended.signal}`}`
      : "";
  if (state.kind === "waiting") {
    const text = [sentence(state.message), sentence(exit)].filter((part) => part !== "").join(" ");
    if (text === "") return null;
    return { word: state.reason || "Waiting", text };
  }
  if (ended?.kind !== "terminated" || exit === "") return null;
  const text = [sentence(exit), sentence(ended.message)].filter((part) => part !== "").join(" ");
  return { word: ended.reason || "Error", text };
}

/** Ends with a full stop, if there is anything to end. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
