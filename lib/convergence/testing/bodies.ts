/** Forty objects as wide as this are more than may wait for a browser that reads nothing. */
export const wide = "x".repeat(8_000);

const containers = (version: number, padding: string) => [
  { name: "main", image: `busybox:${version}${padding}` },
];
const template = (version: number, padding: string) => ({
  template: { spec: { containers: containers(version, padding) } },
});

/** What is in an object beside its metadata. Its version shows in a column, before the padding. */
export const bodies = {
  cronjobs: (version: number, padding: string) => ({
    spec: { schedule: "* * * * *", jobTemplate: { spec: template(version, padding) } },
  }),
  jobs: (version: number, padding: string) => ({
    spec: { completions: 1, ...template(version, padding) },
  }),
  pods: (version: number, padding: string) => ({
    spec: { nodeName: `node-${version}${padding}`, containers: containers(version, "") },
    status: { phase: "Running" },
  }),
};
