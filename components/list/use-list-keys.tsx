"use client";

import { type RefObject, useMemo } from "react";
import type { RowAction } from "#components/actions/use-row-actions";
import type { Hotkey } from "#components/hotkey";
import { useHotkeys } from "#components/keyboard";
import { useLanguage } from "#components/language";
import { moveKeys, namespaceKeys, type Step, steps } from "#components/list/list-keys";
import { nextWide } from "#components/list/list-query";
import type { ListTable } from "#components/list/list-table";
import type { NamedRow } from "#components/list/select-rows";
import type { Cursor } from "#components/list/use-cursor";
import type { List } from "#components/list/use-list";
import type { Selection } from "#components/list/use-selection";
import { copyText } from "#components/ui/copy-button";
import { useRouter } from "#components/ui/link";
import { showToast } from "#components/ui/toast";
import type { ListView } from "#lib/api/scope";
import { type Text, text } from "#lib/texts/text";

/** Rows a page key moves by. */
const pageRows = 20;

const pages: readonly Step[] = [
  { keys: "Ctrl f", does: text("page down"), by: pageRows },
  { keys: "PageDown", does: text("page down"), by: pageRows, silent: true },
  { keys: "Ctrl b", does: text("page up"), by: -pageRows },
  { keys: "PageUp", does: text("page up"), by: -pageRows, silent: true },
];

export interface ListKeysOptions<Row extends NamedRow> {
  readonly list: List<ListView>;
  readonly table: ListTable<Row>;
  readonly cursor: Cursor<Row>;
  readonly selection: Selection<Row>;
  /** Of the rows that are checked, or else of the cursor row. */
  readonly actions: readonly RowAction[];
  readonly filterRef: RefObject<HTMLInputElement | null>;
  readonly namespaceRef: RefObject<HTMLButtonElement | null>;
  undo(): void;
  create(): void;
}

/** The keys of a list, k9s' where it has one. */
export function useListKeys<Row extends NamedRow>(options: ListKeysOptions<Row>): void {
  const { list, table, cursor, actions, filterRef, namespaceRef, undo, create } = options;
  const { toggle, toggleAll, clear, uids } = options.selection;
  const checked = uids.size;
  const { query, change } = list;
  const { row, move } = cursor;
  const router = useRouter();
  const { tell } = useLanguage();
  const owner = row ? table.ownerHrefOf(row) : null;

  useHotkeys(
    useMemo(() => {
      const go = (keys: string, does: Text, run: () => void): Hotkey => ({
        keys,
        does,
        group: "Go and find",
        run,
      });
      return [
        ...moveKeys([...steps, ...pages], move),
        ...(owner === null
          ? []
          : [
              {
                keys: "u",
                does: text("up to the owner"),
                group: "Move" as const,
                run: () => router.push(owner),
              },
            ]),
        {
          keys: "Escape",
          does: checked > 0 ? text("clear the selection") : text("clear the filter"),
          group: "Move" as const,
          run: () => {
            if (checked > 0) clear();
            else if (query.q !== "" || query.statuses.length > 0)
              void change({ q: null, status: null });
            else if (query.selector !== "") void change({ l: null });
          },
        },
        ...actions.map(
          (action): Hotkey => ({
            keys: action.hotkey,
            // `Previous logs` goes on in small letters, `YAML` does not.
            does: tell(action.label).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()),
            group: "Act on the row",
            run: () => action.unavailable ?? action.run(),
          }),
        ),
        ...(row
          ? [
              {
                keys: " ",
                does: text("select"),
                group: "Act on the row" as const,
                run: () => toggle(row.uid),
              },
            ]
          : []),
        { keys: "Ctrl a", does: text("select all"), group: "Act on the row", run: toggleAll },
        { keys: "z", does: text("undo"), group: "Act on the row", run: undo },
        ...(row
          ? [
              {
                keys: "c",
                does: text("copy name"),
                group: "Act on the row" as const,
                run: () => void copyName(row.name),
              },
            ]
          : []),
        go("/", text("filter"), () => filterRef.current?.focus()),
        ...namespaceKeys(namespaceRef, change),
        go("C", text("create from YAML"), create),
        go("w", text("wide columns"), () => void change(nextWide(query))),
      ];
    }, [
      move,
      owner,
      router,
      query,
      change,
      actions,
      undo,
      create,
      row,
      checked,
      toggle,
      toggleAll,
      clear,
      filterRef,
      namespaceRef,
      tell,
    ]),
  );
}

async function copyName(name: string): Promise<void> {
  const copied = await copyText(name).then(
    () => true,
    () => false,
  );
  showToast(
    copied
      ? { form: "ok", title: text("Copied {name}", { name }) }
      : {
          form: "bad",
          title: text("Copy failed"),
          text: text("The browser gave no access to the clipboard."),
        },
  );
}
