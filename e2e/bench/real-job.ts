import { randomUUID } from "node:crypto";
import type { ApiObject } from "../../lib/kubernetes/testing/collection.ts";

const at = (seconds: number) =>
  `${new Date(Date.parse("2026-03-10T12:00:00Z") + seconds * 1000).toISOString().slice(0, 19)}Z`;

/** The namespaces that many Jobs are spread over. */
export const namespaces = ["bench-a", "bench-b", "bench-c", "bench-d"];

/** A name whose place in the order of names is its number's. */
export const nameOf = (i: number) => `job-${String(i).padStart(6, "0")}`;

/**
 * A Job that has ended, with all that an API server sends of one: defaults, labels, conditions, and
 * the managed fields of the three who wrote it. `wanted` is what COMPLETIONS says.
 */
export function realJob(i: number, wanted = 1): ApiObject {
  const name = nameOf(i);
  const uid = randomUUID();
  const labels = {
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": name,
    "controller-uid": uid,
    "job-name": name,
  };
  const container = {
    name: "main",
    image: "registry.example.org/batch/settle:1.14.2",
    command: ["/bin/settle", "--shard", String(i), "--window", "5m"],
    env: [
      { name: "REGION", value: "eu-central-1" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "settle", key: "token" } } },
    ],
    resources: { limits: { memory: "256Mi" }, requests: { cpu: "100m", memory: "128Mi" } },
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: "IfNotPresent",
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace: namespaces[i % namespaces.length] ?? "",
      uid,
      generation: 1,
      creationTimestamp: at(i),
      labels,
      annotations: { "batch.kubernetes.io/job-tracking": "" },
      managedFields: managedFields(i),
    },
    spec: {
      parallelism: 1,
      completions: wanted,
      backoffLimit: 6,
      selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } },
      template: {
        metadata: { creationTimestamp: null, labels },
        spec: {
          containers: [container],
          restartPolicy: "Never",
          terminationGracePeriodSeconds: 30,
          dnsPolicy: "ClusterFirst",
          securityContext: {},
          schedulerName: "default-scheduler",
        },
      },
      completionMode: "NonIndexed",
      suspend: false,
      podReplacementPolicy: "TerminatingOrFailed",
    },
    status: {
      conditions: ["SuccessCriteriaMet", "Complete"].map((type) => ({
        type,
        status: "True",
        lastProbeTime: at(i + 7),
        lastTransitionTime: at(i + 7),
        reason: "CompletionsReached",
        message: "Reached expected number of succeeded pods",
      })),
      startTime: at(i),
      completionTime: at(i + 7),
      succeeded: 1,
      terminating: 0,
      ready: 0,
      uncountedTerminatedPods: {},
    },
  };
}

function managedFields(i: number): object[] {
  const container = {
    ".": {},
    "f:command": {},
    "f:env": {
      ".": {},
      'k:{"name":"REGION"}': { ".": {}, "f:name": {}, "f:value": {} },
      'k:{"name":"TOKEN"}': { ".": {}, "f:name": {}, "f:valueFrom": {} },
    },
    "f:image": {},
    "f:imagePullPolicy": {},
    "f:name": {},
    "f:resources": {
      ".": {},
      "f:limits": { ".": {}, "f:memory": {} },
      "f:requests": { ".": {}, "f:cpu": {}, "f:memory": {} },
    },
    "f:terminationMessagePath": {},
    "f:terminationMessagePolicy": {},
  };
  const spec = {
    "f:backoffLimit": {},
    "f:completionMode": {},
    "f:completions": {},
    "f:parallelism": {},
    "f:suspend": {},
    "f:template": {
      "f:spec": {
        "f:containers": { 'k:{"name":"main"}': container },
        "f:dnsPolicy": {},
        "f:restartPolicy": {},
        "f:schedulerName": {},
        "f:securityContext": {},
        "f:terminationGracePeriodSeconds": {},
      },
    },
  };
  const status = {
    "f:completionTime": {},
    "f:conditions": {},
    "f:ready": {},
    "f:startTime": {},
    "f:succeeded": {},
    "f:terminating": {},
    "f:uncountedTerminatedPods": { ".": {} },
  };
  const entry = (manager: string, seconds: number, fields: object, more: object = {}) => ({
    manager,
    operation: "Update",
    apiVersion: "batch/v1",
    time: at(i + seconds),
    fieldsType: "FieldsV1",
    fieldsV1: fields,
    ...more,
  });
  return [
    entry("kubectl-create", 0, { "f:spec": spec }),
    entry("kube-controller-manager", 7, { "f:status": status }, { subresource: "status" }),
  ];
}
