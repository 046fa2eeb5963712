import type { Clock } from "#lib/time/clock";
import { backoffMs, delayOf, syncMs } from "./delay.ts";
import { parseImage, pull, pullPolicy } from "./image.ts";
import type { Container } from "./pod-fields.ts";

export interface ImagePull {
  readonly container: Container;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Images the node has; those that are pulled are added. */
  readonly present: Set<string>;
  readonly waiting: (reason: string, message: string) => void;
  readonly event: (type: "Normal" | "Warning", reason: string, message: string) => void;
}

/** Resolves when the node has the image; tells meanwhile what it waits for. Rejects with the signal. */
export async function obtainImage(options: ImagePull): Promise<void> {
  const { container, clock, signal, present, waiting, event } = options;
  const image = container.image ?? "";
  for (let failures = 0; ; ) {
    const refused = refusal(container, present.has(image));
    if (refused) {
      event("Warning", refused.event, refused.message);
      event("Warning", "Failed", `Error: ${refused.reason}`);
      waiting(refused.reason, refused.message);
      await clock.sleep(syncMs, signal);
    } else if (present.has(image) && pullPolicy(container) !== "Always") {
      return event(
        "Normal",
        "Pulled",
        `Container image "${image}" already present on machine and can be accessed by the pod`,
      );
    } else {
      event("Normal", "Pulling", `Pulling image "${image}"`);
      const outcome = pull(image, present.has(image));
      if (typeof outcome === "object") {
        await clock.sleep(outcome.ms, signal);
        present.add(image);
        return event("Normal", "Pulled", pulled(image, outcome));
      }
      await clock.sleep(delayOf(image, 300, 900), signal);
      await backOff(options, outcome, failures++);
    }
  }
}

function refusal(container: Container, present: boolean) {
  const image = container.image ?? "";
  const name = parseImage(image);
  if ("invalid" in name) {
    return { reason: "InvalidImageName", event: "InspectFailed", message: name.invalid };
  }
  if (present || pullPolicy(container) !== "Never") return null;
  const message = `Container image "${image}" is not present with pull policy of Never`;
  return { reason: "ErrImageNeverPull", event: "ErrImageNeverPull", message };
}

function pulled(image: string, { ms, size }: { ms: number; size: number }): string {
  const took = ms < 1000 ? `${ms}ms` : `${ms / 1000}s`;
  return `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${size} bytes.`;
}

async function backOff(
  { container, clock, signal, waiting, event }: ImagePull,
  error: string,
  failures: number,
): Promise<void> {
  const { image } = container;
  event("Warning", "Failed", `Failed to pull image "${image}": ${error}`);
  event("Warning", "Failed", "Error: ErrImagePull");
  waiting("ErrImagePull", error);
  // Until the kubelet looks again, the failure itself is shown.
  const seenMs = delayOf(image ?? "", 2000, 4000);
  await clock.sleep(seenMs, signal);
  event("Normal", "BackOff", `Back-off pulling image "${image}"`);
  event("Warning", "Failed", "Error: ImagePullBackOff");
  waiting("ImagePullBackOff", `Back-off pulling image "${image}": ErrImagePull: ${error}`);
  await clock.sleep(backoffMs(failures) - seenMs, signal);
}
