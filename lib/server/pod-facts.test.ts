import { expect, test } from "vitest";
import { podFacts } from "#lib/server/pod-facts";

test("resources, probes, mounts and volumes stand in kubectl's words, and no value that may be secret", () => {
  const facts = podFacts({
    spec: {
      restartPolicy: "Never",
      serviceAccountName: "etl",
      initContainers: [{ name: "migrate", image: "x", command: ["sh", "-c", "canary"] }],
      containers: [
        {
          name: "load",
          env: [{ name: "TOKEN", value: "canary" }],
          resources: { requests: { memory: "64Mi", cpu: "100m" }, limits: { memory: "128Mi" } },
          livenessProbe: {
            httpGet: { path: "/live", port: 8080, scheme: "HTTPS" },
            periodSeconds: 5,
          },
          readinessProbe: { exec: { command: ["cat", "canary"] } },
          startupProbe: { tcpSocket: { port: 80 }, failureThreshold: 30 },
          volumeMounts: [
            { name: "config", mountPath: "/etc/app", readOnly: true },
            { name: "work" },
          ],
        },
      ],
      volumes: [
        { name: "config", configMap: { name: "settings" } },
        { name: "key", secret: { secretName: "tls" } },
        { name: "data", persistentVolumeClaim: { claimName: "pg" } },
        { name: "work", emptyDir: {} },
        { name: "host", hostPath: { path: "/var/log" } },
      ],
    },
  });
  expect(JSON.stringify(facts)).not.toContain("canary");
  expect(facts).toEqual({
    containers: [
      { name: "migrate", requests: "", limits: "", probes: [], mounts: [] },
      {
        name: "load",
        requests: "cpu 100m, memory 64Mi",
        limits: "memory 128Mi",
        probes: [
          "Startup: tcp-socket delay=0s timeout=1s period=10s #success=1 #failure=30",
          "Liveness: http-get https:///live delay=0s timeout=1s period=5s #success=1 #failure=3",
          "Readiness: exec delay=0s timeout=1s period=10s #success=1 #failure=3",
        ],
        mounts: [
          { volume: "config", path: "/etc/app", readOnly: true },
          { volume: "work", path: "", readOnly: false },
        ],
      },
    ],
    volumes: [
      { name: "config", kind: "configMap", source: "settings" },
      { name: "key", kind: "secret", source: "tls" },
      { name: "data", kind: "persistentVolumeClaim", source: "pg" },
      { name: "work", kind: "emptyDir", source: "" },
      { name: "host", kind: "hostPath", source: "/var/log" },
    ],
    serviceAccount: "etl",
    priorityClass: "",
    restartPolicy: "Never",
  });
});

const nothing = {
  containers: [],
  volumes: [],
  serviceAccount: "",
  priorityClass: "",
  restartPolicy: "",
};

test.each([
  null,
  undefined,
  7,
  [],
  {},
  { spec: null },
  { spec: { containers: "x", volumes: { a: 1 } } },
])("%j has no facts, and breaks nothing", (raw) => expect(podFacts(raw)).toEqual(nothing));

test("a volume or a container that is none is left out", () => {
  const raw = { spec: { containers: [null, 7, { name: "a" }], volumes: [null, "x", { name: 7 }] } };
  expect(podFacts(raw)).toMatchObject({ containers: [{ name: "a" }], volumes: [] });
});
