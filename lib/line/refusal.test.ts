import { expect, it } from "vitest";
import { parseLine } from "#lib/line/parse-line";
import { isRefusal } from "#lib/line/refusal";
import { wordingOf } from "#lib/texts/language";
import { worded } from "#lib/texts/wording";

it.each([
  ["kubectl get deployments", "Batchboard 不显示 Deployments。最接近的：kubectl get pods"],
  ["kubectl delete job a --now", "Batchboard 让 Pod 按其规约终止。最接近的：去掉 --now 的同一命令"],
  ["kubectl get jobs > file", "Batchboard 不读写文件：请去掉 > 后面的内容。"],
  ["kubectl get jobs --foo", "unknown flag: --foo"],
])(
  "%s is refused in the reader's language, but in kubectl's words where they are",
  async (line, said) => {
    const read = parseLine(line);
    if (!isRefusal(read)) throw new Error("it was taken");
    expect(worded(read.message, await wordingOf("zh-CN"))).toBe(said);
  },
);
