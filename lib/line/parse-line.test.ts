import { describe, expect, it } from "vitest";
import { printLine } from "#lib/line/line";
import { parseLine } from "#lib/line/parse-line";
import { isRefusal } from "#lib/line/refusal";
import { inEnglish } from "#lib/texts/wording";

/** The one form of a line; what is wrong with it, and the part of the text that is. */
function read(text: string): string | readonly [kind: string, message: string, part: string] {
  const line = parseLine(text);
  if (!isRefusal(line)) return printLine(line);
  return [line.kind, inEnglish(line.message), text.slice(line.at.start, line.at.end)];
}

describe("what is pasted from a terminal or a runbook", () => {
  const jobs = "kubectl get jobs -n prod";

  it.each([
    "$ kubectl get jobs -n prod",
    "# kubectl get jobs -n prod",
    "root@host:~# kubectl get jobs -n prod",
    "me@host:/srv/app$ k get jobs -nprod",
    "[me@host app]$ kubectl get job -n prod",
    "(venv) me@host:~$ kubectl get jobs -n prod",
    "❯ kubectl get jobs -n prod",
    "~ % kubectl get jobs -n prod",
    "> kubectl get jobs -n prod",
    "get jobs -n prod",
    "-n prod get jobs",
    "/usr/local/bin/kubectl get jobs -n prod",
    "oc get jobs -n prod",
    "kubectl get jobs \\\n  -n prod",
    "kubectl get jobs \\\r\n  --namespace prod",
    "$ kubectl get \\\n> jobs \\\n> -n prod",
    "kubectl get jobs \\  -n prod",
    "NS=web LC_ALL=C kubectl get jobs -n prod",
    "kubectl get jobs -n prod # look at the failed ones",
    "  kubectl get jobs -n prod\n",
    "kubectl get \"jobs\" -n 'prod'",
  ])("%j is read", (text) => {
    expect(read(text)).toBe(jobs);
  });

  it.each([
    ["| grep ledger", "ledger"],
    ["| grep -i 'a b'", "a b"],
    ["| grep -F 'a*'", "a*"],
    ["|grep -e ledger --color=auto", "ledger"],
  ])("%s becomes the filter", (grep, find) => {
    expect(read(`${jobs} ${grep}`)).toBe(`${jobs} # find ${JSON.stringify(find)}`);
  });
});

describe("what is more than one command", () => {
  it.each([
    ["get jobs; reboot", ";"],
    ["get jobs && get pods", "&&"],
    ["get jobs || true", "||"],
    ["get jobs &", "&"],
    ["get jobs > file", ">"],
    ["get jobs -n $NS", "$NS"],
    ["get jobs -n $(cat ns)", "$(cat ns)"],
    ["get jobs -n `cat ns`", "`"],
    ["get jobs | wc -l", "wc -l"],
    ["get jobs | grep -v ledger", "-v"],
    ["get jobs -n 'prod", "'prod"],
    ['get jobs -n "prod', '"prod'],
    ["get jobs\nget pods", "\n"],
  ])("is refused where it begins: %j at %j", (text, part) => {
    expect(read(text)).toEqual([expect.stringMatching(/syntax|beyond/), expect.any(String), part]);
  });
});

describe("what kubectl does and Batchboard does not", () => {
  it.each([
    ["get deploy web", "Batchboard shows no Deployments. Nearest: kubectl get pods", "deploy"],
    ["exec web -- ls", "Batchboard has no kubectl exec. Nearest: kubectl logs -f POD", "exec"],
    [
      "delete pod a --force",
      "Batchboard lets Pods end as their spec says. Nearest: the same without --force",
      "--force",
    ],
    [
      "get pods --as alice",
      "Batchboard asks with the kubeconfig it was started with. Nearest: the same without --as, or with --context",
      "--as alice",
    ],
  ])("is answered with what comes nearest: %s", (text, message, part) => {
    expect(read(text)).toEqual(["beyond", message, part]);
  });
});

describe("a comment", () => {
  it.each([
    'find "a; b"',
    'status Failed,"Init:0/1 ; x"; sort -age',
    'columns name,"last schedule"',
    "columns",
    "only in a,b; suspended for 36h",
    "until 2026-03-10T12:00:00Z",
  ])("of Batchboard's is kept: %s", (comment) => {
    expect(read(`kubectl get jobs -A # ${comment}`)).toBe(`kubectl get jobs -A # ${comment}`);
  });

  it.each(["check these daily", "find", "status of all", "sort by age; find x y", 'find "\\x"'])(
    "of anybody's says nothing: %s",
    (comment) => {
      expect(read(`kubectl get jobs -A # ${comment}`)).toBe("kubectl get jobs -A");
    },
  );
});
