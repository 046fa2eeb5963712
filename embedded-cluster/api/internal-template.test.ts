import { expect, test } from "vitest";
import { internalTemplate } from "./internal-template.ts";

test("a template is written as Go's internal types are, with all their fields", () => {
  const template = {
    metadata: { labels: { b: "2", a: "1" } },
    spec: {
      containers: [
        {
          name: "main",
          image: "busybox",
          env: [{ name: "A", value: "b" }],
          resources: { limits: { memory: "64Mi" } },
          livenessProbe: { exec: { command: ["true"] }, periodSeconds: 10 },
        },
      ],
      restartPolicy: "Never",
      securityContext: {},
    },
  };
  const text = JSON.stringify(internalTemplate(template));
  expect(text).toMatch(
    /^{"labels":{"a":"1","b":"2"},"Spec":{"Volumes":null,"InitContainers":null,/,
  );
  for (const part of [
    '"Env":[{"Name":"A","Value":"b","ValueFrom":null}]',
    '"Resources":{"Limits":{"memory":"64Mi"},"Requests":null,"Claims":null}',
    '"LivenessProbe":{"Exec":{"Command":["true"]},"HTTPGet":null,"TCPSocket":null,"GRPC":null,"InitialDelaySeconds":0,',
    '"RestartPolicy":"Never","TerminationGracePeriodSeconds":null,',
    '"DeprecatedServiceAccount":"",',
  ]) {
    expect(text).toContain(part);
  }
});
