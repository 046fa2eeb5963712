import { ManualClock } from "#lib/time/clock";
import type { ApiClient } from "../api-client.ts";
import type { ContainerInstance, LoggedLine } from "../container-logs.ts";
import { EventRecorder } from "../controllers/event-recorder.ts";
import { delayOf } from "../kubelet/delay.ts";
import { LogBook } from "../kubelet/log-book.ts";
import { nodes } from "../kubelet/nodes.ts";
import type { Pod } from "../kubelet/pod-fields.ts";
import { PodLifecycle } from "../kubelet/pod-lifecycle.ts";
import { emptyVolume } from "../kubelet/shell/file-system.ts";
import type { ApiObject } from "../objects.ts";

export interface PastLog {
  readonly instance: ContainerInstance;
  readonly lines: readonly LoggedLine[];
}

export interface PastPod {
  readonly pod: Pod;
  /** When its last status was written, in ms. */
  readonly endedAt: number;
  readonly logs: readonly PastLog[];
}

/** A past Pod that runs longer is left as it is then. */
const longestMs = 6 * 3_600_000;

/**
 * Lets a kubelet live through a Pod that began at an instant gone by: its status, its times and its
 * log are what they would have been.
 */
export async function livePod(created: Pod, at: number): Promise<PastPod> {
  const clock = new ManualClock(at);
  const logs = new LogBook(clock);
  const place = delayOf(created.metadata.uid, 0, nodes.length * 240 - 1);
  const node = nodes[place % nodes.length] ?? (nodes[0] as (typeof nodes)[number]);
  const pod: Pod = { ...created, spec: { ...created.spec, nodeName: node.name } };
  const api = new OnePod(pod);
  const lifecycle = new PodLifecycle(pod, {
    client: api.client,
    clock,
    logs,
    node,
    events: new EventRecorder(api.client, clock, "kubelet"),
    disk: emptyVolume(),
    images: new Set(),
    takeAddress: () => `${node.podNetwork}.${2 + Math.floor(place / nodes.length)}`,
    releaseAddress: () => {},
  });
  let over = false;
  const running = lifecycle.run().then(() => {
    over = true;
  });
  while (!over && clock.now() < at + longestMs) {
    await clock.advance(Math.max(1, clock.pending()[0] ?? longestMs));
  }
  const endedAt = clock.now();
  if (over) await running;
  return { pod: api.pod, endedAt, logs: logsOf(api.pod, logs) };
}

function logsOf({ metadata, spec, status }: Pod, logs: LogBook): PastLog[] {
  const statuses = [
    ...((status?.initContainerStatuses ?? []) as { name: string; restartCount: number }[]),
    ...((status?.containerStatuses ?? []) as { name: string; restartCount: number }[]),
  ];
  return [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ name }) => {
    const last = statuses.find((one) => one.name === name)?.restartCount ?? 0;
    return [last - 1, last].flatMap((restart) => {
      const instance = { podUid: metadata.uid, container: name, restart };
      const lines = logs.lines(instance);
      return lines ? [{ instance, lines }] : [];
    });
  });
}

/** An API server that knows of this Pod alone. */
class OnePod {
  pod: Pod;

  constructor(pod: Pod) {
    this.pod = pod;
  }

  get client(): ApiClient {
    const unknown = () => Promise.reject(new Error("only the Pod itself is known here"));
    return {
      list: unknown,
      create: unknown,
      update: unknown,
      patch: unknown,
      bind: unknown,
      delete: unknown,
      get: async () => this.pod,
      updateStatus: async (_, object: ApiObject) => {
        this.pod = object as Pod;
        return object;
      },
      watch: () => {
        throw new Error("only the Pod itself is known here");
      },
    };
  }
}
