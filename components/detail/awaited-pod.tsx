import type { DetailAction } from "#components/detail/detail-header";
import type { DetailPageProps } from "#components/detail/detail-page";
import { ShownLog } from "#components/detail/shown-log";
import type { LogBeginning } from "#lib/api/log-beginning";

/** They are known in a moment: the log does not move then. */
const facts = ["READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE", "PHASE"].map((term) => ({
  term,
  value: "\u00a0",
}));

/**
 * What a Pod's page shows whose log is here before the Pod is: its stream is opened for the same
 * query as it will be once the Pod is known.
 */
export function awaitedPod(pod: {
  readonly namespace: string;
  readonly name: string;
  readonly list: string;
  readonly actions: readonly DetailAction[];
  readonly beginning: LogBeginning;
}): Pick<DetailPageProps, "header" | "log" | "logOf"> {
  const { namespace, name, list, actions, beginning } = pod;
  const origin = beginning.sources[0]?.origin;
  const target = { kind: "pod", name } as const;
  return {
    logOf: target,
    header: {
      crumbs: [{ text: namespace, href: list }, { text: "pod" }],
      status: null,
      tags: [],
      sentence: null,
      facts,
      actions,
    },
    log: (
      <ShownLog
        namespace={namespace}
        target={target}
        uid={origin?.podUid ?? ""}
        containers={[]}
        defaultContainer={origin?.container ?? null}
        instances="current"
        lineKeys
        beginning={beginning}
      />
    ),
  };
}
