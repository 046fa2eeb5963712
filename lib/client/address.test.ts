import { describe, expect, it } from "vitest";
import { addressOf } from "#lib/client/address";
import type { ReadingCommand } from "#lib/line/command";
import { viewOf } from "#lib/line/command-view";
import { parseLine } from "#lib/line/parse-line";
import { isRefusal } from "#lib/line/refusal";
import { inEnglish } from "#lib/texts/wording";

function addressOfLine(text: string): string {
  const line = parseLine(text);
  if (isRefusal(line)) return inEnglish(line.message);
  const command = line.command as ReadingCommand;
  const view = viewOf({ command, remark: line.remark }, { namespace: "web" });
  return "message" in view ? inEnglish(view.message) : addressOf(view);
}

describe("the address a line leads to", () => {
  it.each([
    ["kubectl get cronjobs -A -w", "/cronjobs?ns=*"],
    ["k get po", "/pods?ns=web"],
    ["get jobs -n pay -l app=web -o wide", "/jobs?ns=pay&l=app%3Dweb&wide=1"],
    ["get jobs --sort-by=.metadata.creationTimestamp", "/jobs?ns=web&sort=-age"],
    [
      "get jobs -A # only in a,b; status Failed; suspended for 7d",
      "/jobs?ns=a,b&status=Failed&suspended=7d",
    ],
    ["get jobs | grep ledger", "/jobs?ns=web&q=ledger"],
    ["get job load", "/jobs/web/load"],
    ["describe cj/nightly -n pay", "/cronjobs/pay/nightly"],
    ["get pod/a -o yaml", "/pods/web/a?yaml=1"],
    [
      "logs job/load -f --all-pods",
      "/logs/web?of=job/load&container=&instances=current&tail=-1&ts=off",
    ],
    [
      "logs a -c main --tail=20 --timestamps -p",
      "/logs/web?of=pod/a&container=main&previous=1&tail=20",
    ],
    ["logs a --since=15m", "/logs/web?of=pod/a&follow=0&since=15m&ts=off"],
    [
      "logs -l app=web",
      "/logs/web?selector=app%3Dweb&container=&instances=current&follow=0&tail=10&ts=off",
    ],
    [
      "logs cronjob/nightly",
      "/logs/web?of=cronjob/nightly&container=&instances=current&follow=0&tail=-1&ts=off",
    ],
  ])("of %s is %s", (line, address) => {
    expect(decodeURIComponent(addressOfLine(line))).toBe(decodeURIComponent(address));
  });
});
