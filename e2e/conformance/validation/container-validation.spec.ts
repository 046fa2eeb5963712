import { test } from "../fixtures.ts";
import { idlePod, paths, shell } from "../objects.ts";
import { type Cause, expectRefusal, invalid, subdomain } from "../statuses.ts";

const container = (more: object) => ({ containers: [shell("true", more)] });

const specs: readonly [string, object, ...Cause[]][] = [
  [
    "a container has a name and an image",
    { containers: [{ command: ["true"] }] },
    ["spec.containers[0].name", "Required", "Required value"],
    ["spec.containers[0].image", "Required", "Required value"],
  ],
  [
    "no two containers have one name, init containers included",
    { containers: [shell("true"), shell("true")], initContainers: [shell("true")] },
    ["spec.containers[1].name", "Duplicate", 'Duplicate value: "main"'],
    ["spec.initContainers[0].name", "Duplicate", 'Duplicate value: "main"'],
  ],
  [
    "an image has no space around it",
    container({ image: " busybox" }),
    [
      "spec.containers[0].image",
      "Invalid",
      'Invalid value: " busybox": must not have leading or trailing whitespace',
    ],
  ],
  [
    "images are pulled by one of three policies",
    container({ imagePullPolicy: "Sometimes" }),
    [
      "spec.containers[0].imagePullPolicy",
      "NotSupported",
      'Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
    ],
  ],
  [
    "a termination message comes from one of two places",
    container({ terminationMessagePolicy: "Nowhere" }),
    [
      "spec.containers[0].terminationMessagePolicy",
      "NotSupported",
      'Unsupported value: "Nowhere": supported values: "File", "FallbackToLogsOnError"',
    ],
  ],
  [
    "a variable has a name without an equals sign",
    container({ env: [{ name: "a=b" }, { name: "" }] }),
    [
      "spec.containers[0].env[0].name",
      "Invalid",
      "Invalid value: \"a=b\": a valid environment variable name must consist only of printable ASCII characters other than '='",
    ],
    ["spec.containers[0].env[1].name", "Required", "Required value"],
  ],
  [
    "a variable has its value from one place that exists",
    container({
      env: [
        { name: "A", value: "x", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "B", valueFrom: {} },
        { name: "C", valueFrom: { fieldRef: { fieldPath: "metadata.nope" } } },
        { name: "D", valueFrom: { configMapKeyRef: {} } },
      ],
    }),
    [
      "spec.containers[0].env[0].valueFrom",
      "Invalid",
      'Invalid value: "": may not be specified when `value` is not empty',
    ],
    [
      "spec.containers[0].env[1].valueFrom",
      "Invalid",
      'Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    ],
    [
      "spec.containers[0].env[2].valueFrom.fieldRef.fieldPath",
      "Invalid",
      'Invalid value: "metadata.nope": error converting fieldPath: field label not supported: metadata.nope',
    ],
    [
      "spec.containers[0].env[3].valueFrom.configMapKeyRef.name",
      "Invalid",
      `Invalid value: "": ${subdomain}`,
    ],
    ["spec.containers[0].env[3].valueFrom.configMapKeyRef.key", "Required", "Required value"],
  ],
  [
    "what is mounted is a volume, once at each path",
    {
      ...container({
        volumeMounts: [
          { name: "none", mountPath: "/a" },
          { name: "v", mountPath: "" },
          { name: "v", mountPath: "/b" },
          { name: "v", mountPath: "/b" },
        ],
      }),
      volumes: [{ name: "v" }, { name: "v" }],
    },
    ["spec.volumes[1].name", "Duplicate", 'Duplicate value: "v"'],
    ["spec.containers[0].volumeMounts[0].name", "NotFound", 'Not found: "none"'],
    ["spec.containers[0].volumeMounts[1].mountPath", "Required", "Required value"],
    [
      "spec.containers[0].volumeMounts[3].mountPath",
      "Invalid",
      'Invalid value: "/b": must be unique',
    ],
  ],
  [
    "nobody asks for more than they may use",
    container({ resources: { requests: { memory: "2Gi" }, limits: { memory: "1Gi" } } }),
    [
      "spec.containers[0].resources.requests",
      "Invalid",
      'Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi',
    ],
  ],
  [
    "resources are known, and not negative",
    {
      containers: [
        shell("true", { resources: { requests: { cpu: "-1" } } }),
        shell("true", { name: "other", resources: { requests: { mem: "1Gi" } } }),
      ],
    },
    [
      "spec.containers[0].resources.requests[cpu]",
      "Invalid",
      'Invalid value: "-1": must be greater than or equal to 0',
    ],
    [
      "spec.containers[1].resources.requests[mem]",
      "Invalid",
      'Invalid value: "mem": must be a standard resource type or fully qualified',
    ],
    [
      "spec.containers[1].resources.requests[mem]",
      "Invalid",
      'Invalid value: "mem": must be a standard resource for containers',
    ],
  ],
  [
    "a port is one of 65535, of a known protocol, with a name of its own",
    container({
      ports: [
        { containerPort: 0 },
        { containerPort: 65_536 },
        { containerPort: 80, protocol: "TCPIP" },
        { containerPort: 81, name: "HTTP" },
        { containerPort: 82, name: "http" },
        { containerPort: 83, name: "http" },
      ],
    }),
    ["spec.containers[0].ports[0].containerPort", "Required", "Required value"],
    [
      "spec.containers[0].ports[1].containerPort",
      "Invalid",
      "Invalid value: 65536: must be between 1 and 65535, inclusive",
    ],
    [
      "spec.containers[0].ports[2].protocol",
      "NotSupported",
      'Unsupported value: "TCPIP": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      "spec.containers[0].ports[3].name",
      "Invalid",
      'Invalid value: "HTTP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ],
    [
      "spec.containers[0].ports[3].name",
      "Invalid",
      'Invalid value: "HTTP": must contain at least one letter (a-z)',
    ],
    ["spec.containers[0].ports[5].name", "Duplicate", 'Duplicate value: "http"'],
  ],
  [
    "a probe does one thing",
    container({
      livenessProbe: {},
      readinessProbe: { exec: { command: [] } },
      startupProbe: { periodSeconds: -1, httpGet: { port: 80 }, exec: { command: ["true"] } },
    }),
    ["spec.containers[0].livenessProbe", "Required", "Required value: must specify a handler type"],
    ["spec.containers[0].readinessProbe.exec.command", "Required", "Required value"],
    [
      "spec.containers[0].startupProbe.httpGet",
      "Forbidden",
      "Forbidden: may not specify more than 1 handler type",
    ],
    [
      "spec.containers[0].startupProbe.periodSeconds",
      "Invalid",
      "Invalid value: -1: must be greater than or equal to 0",
    ],
  ],
];

for (const [sentence, spec, ...causes] of specs) {
  test(`a container is refused: ${sentence}`, async ({ api, namespace }) => {
    const reply = await api.call("POST", paths.pods(namespace), { body: idlePod("a", spec) });
    expectRefusal(reply, invalid({ kind: "Pod", name: "a" }, ...causes));
  });
}
