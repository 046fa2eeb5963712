// biome-ignore-all lint/suspicious/noExplicitAny: a body that is checked where it is read
import type { ApiObject } from "../objects.ts";
import { readValue } from "./body.ts";
import { badRequest, conflict, failure } from "./failure.ts";
import { storedObject } from "./reading.ts";
import { bodyOf, type ResourceRequest } from "./request.ts";
import type { Writer } from "./writing.ts";

/** A scheduler's decision: puts a Pod that has no node on one (registry/core/pod's BindingREST). */
export function bindPod({ storage, now }: Writer, on: ResourceRequest): object {
  const binding: any = readValue(bodyOf(on.request), "Binding");
  if (binding.metadata?.name !== on.name) {
    throw badRequest("name in URL does not match name in Binding object");
  }
  const node = binding.target?.name;
  if (typeof node !== "string" || node === "") {
    throw failure(500, "", "target.name: Required value");
  }
  const pod = storedObject(storage, on);
  const refuse = (because: string) =>
    conflict({ plural: "pods/binding" as never, group: "" }, on.name, because);
  if (pod.metadata.deletionTimestamp !== undefined) {
    throw refuse(`pod ${on.name} is being deleted, cannot be assigned to a host`);
  }
  if (pod.spec.nodeName) {
    throw refuse(`pod ${on.name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  }
  storage.put("pods", bound(pod, node, now));
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
}

function bound(pod: ApiObject, nodeName: string, now: string): ApiObject {
  const others = (pod.status?.conditions ?? []).filter(({ type }: any) => type !== "PodScheduled");
  const scheduled = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: now,
  };
  return {
    ...pod,
    spec: { ...pod.spec, nodeName },
    status: { ...pod.status, conditions: [...others, scheduled] },
  };
}
