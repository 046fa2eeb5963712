"use client";

import { FileCode2, SquareArrowOutUpRight } from "lucide-react";
import { useMemo } from "react";
import { askForYaml } from "#components/actions/question";
import { type BulkAction, useBulkActions } from "#components/actions/use-bulk-actions";
import type { RowAction } from "#components/actions/use-row-actions";
import type { ListTable } from "#components/list/list-table";
import type { NamedRow } from "#components/list/select-rows";
import type { List } from "#components/list/use-list";
import { useRouter } from "#components/ui/link";
import type { ListView } from "#lib/api/scope";
import { useRights } from "#lib/client/use-rights";
import { singular } from "#lib/line/command";
import { lineOf } from "#lib/line/view-line";
import { type Text, text } from "#lib/texts/text";

export interface ListActions {
  /** Of the cursor row. */
  readonly row: readonly RowAction[];
  /** Of the rows that are checked; none where none is. */
  readonly bulk: readonly BulkAction[];
  /** What the keys do: what is checked is acted on, and the cursor row can still be looked at. */
  readonly keys: readonly RowAction[];
}

/** What can be done in a list, by its keys and its dock. */
export function useListActions<Row extends NamedRow>(
  list: List<ListView>,
  table: ListTable<Row>,
  cursor: Row | undefined,
  checked: readonly Row[],
): ListActions {
  const row = useRowKeys(table, cursor);
  const objects = useMemo(
    () => checked.flatMap((one) => table.actionableOf?.(one) ?? []),
    [checked, table],
  );
  const bulk = useBulkActions(list.view, objects, list.hold);
  return useMemo(
    () => ({
      row,
      bulk,
      keys: bulk.length === 0 ? row : [...bulk, ...row.filter(({ id }) => showing.has(id))],
    }),
    [row, bulk],
  );
}

/** Asks for YAML to create from, unless `unavailable` says why it cannot be done. */
export interface CreateAction {
  readonly unavailable: Text | undefined;
  run(): void;
}

const creating = ["create jobs", "create cronjobs"] as const;

/** Creating in the namespaces on screen: it needs the right to one of the two in one of them. */
export function useCreateAction({ namespaces, createHold }: List<ListView>): CreateAction {
  const chosen = useMemo(
    () => (namespaces === null || namespaces === "*" ? [] : namespaces),
    [namespaces],
  );
  const verdict = useRights(chosen);
  const denied =
    chosen.length > 0 &&
    chosen.every((namespace) => creating.every((right) => verdict(right, namespace) === "denied"));
  const unavailable =
    createHold ??
    (denied
      ? text("You may create neither Jobs nor CronJobs in {namespaces}", { namespaces: chosen })
      : undefined);
  return useMemo(
    () => ({
      unavailable,
      run: () => {
        if (unavailable === undefined) askForYaml(chosen);
      },
    }),
    [unavailable, chosen],
  );
}

/** What changes nothing. */
const showing: ReadonlySet<string> = new Set(["yaml", "open"]);

function useRowKeys<Row extends NamedRow>(
  table: ListTable<Row>,
  row: Row | undefined,
): readonly RowAction[] {
  const router = useRouter();
  return useMemo(() => {
    if (row === undefined) return [];
    const { namespace, name } = row;
    const page = { kind: "object", object: singular[table.view], namespace, name } as const;
    const yaml: RowAction = {
      id: "yaml",
      hotkey: "y",
      label: "YAML",
      icon: FileCode2,
      command: lineOf({ ...page, part: "yaml" }),
      run: () => router.push(`${table.hrefOf(row)}?yaml=1`),
    };
    const open: RowAction = {
      id: "open",
      hotkey: "Enter",
      label: text("Open"),
      icon: SquareArrowOutUpRight,
      command: lineOf({ ...page, part: "describe" }),
      run: () => router.push(table.hrefOf(row)),
    };
    return [...table.actionsOf(row), yaml, open];
  }, [table, row, router]);
}
