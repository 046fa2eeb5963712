import { expect, test } from "./fixtures.ts";

test("kubectl create job, wait and logs say what the article says", async ({ terminal }) => {
  const created = await terminal.kubectl("create job echo --image=busybox -- echo this a job");
  expect(created).toMatchObject({ stdout: "job.batch/echo created\n", stderr: "", code: 0 });
  const waited = await terminal.kubectl("wait --for=condition=complete job/echo --timeout=60s");
  expect(waited.stdout).toBe("job.batch/echo condition met\n");
  expect((await terminal.kubectl("logs job/echo")).stdout).toBe("this a job\n");
});
