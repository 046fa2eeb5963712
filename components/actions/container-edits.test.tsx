import { expect, it } from "vitest";
import { changedContainer } from "#components/actions/container-edits";

it("keeps the changes of other containers", () => {
  const first = changedContainer({}, "app", { image: "app:2" });
  const both = changedContainer(first, "proxy", { args: ["-v"] });
  expect(both.containers).toEqual([
    { name: "app", image: "app:2" },
    { name: "proxy", args: ["-v"] },
  ]);
});

it("forgets a change that is taken back, and then says nothing of the container", () => {
  const edits = changedContainer({ parallelism: 2 }, "app", { image: "app:2" });
  expect(changedContainer(edits, "app", { image: undefined })).toEqual({
    parallelism: 2,
    containers: undefined,
  });
});
