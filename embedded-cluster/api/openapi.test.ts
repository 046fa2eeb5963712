import { expect, test } from "vitest";
import { Served } from "./testing/served.ts";

const served = new Served();

test("kubectl explain finds what the real one says of each field", () => {
  const { body } = served.call("GET", "/openapi/v3/apis/batch/v1");
  const { "io.k8s.api.batch.v1.JobSpec": spec } = body.components.schemas;
  expect(spec.description).toBe("JobSpec describes how the job execution will look like.");
  expect(spec.properties.completions).toMatchObject({
    type: "integer",
    description: expect.stringMatching(/^Specifies the desired number of successfully finished/),
  });
});

test("every group of resources has its document, and nothing else", () => {
  const { paths } = served.call("GET", "/openapi/v3").body;
  for (const { serverRelativeURL } of Object.values<{ serverRelativeURL: string }>(paths)) {
    expect(served.call("GET", serverRelativeURL).body).toMatchObject({ openapi: "3.0.0" });
  }
  expect(served.call("GET", "/openapi/v3/apis/batch/v2").status).toBe(404);
  expect(served.call("GET", "/openapi/v4").status).toBe(404);
});

test("version 2 is empty, so that kubectl says itself that it does not know a kind", () => {
  const accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
  const { headers, body, status } = served.call("GET", "/openapi/v2", { accept });
  expect({ type: headers["content-type"], body, status }).toEqual({
    type: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
    body: "",
    status: 200,
  });
  expect(served.call("GET", "/openapi/v2").body).toMatchObject({ swagger: "2.0", paths: {} });
});
