import type { Page } from "@playwright/test";
import type { Rows } from "./held.ts";

/** Tall enough for every row of these tests to be drawn. */
export const tall = { width: 1440, height: 2400 };

type Cells = Record<string, Record<string, string>>;

/** kubectl's columns of Jobs that do not tick. */
const compared = ["name", "status", "completions"];

/** The rows that are drawn, by uid, with the cells that are compared. */
export function drawn(page: Page): Promise<Cells> {
  return page.evaluate((columns) => {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-uid]:not([data-gone])")];
    const cellOf = (row: HTMLElement, column: string) =>
      row.querySelector(`[data-column="${column}"]`)?.textContent ?? "";
    const cellsOf = (row: HTMLElement) =>
      Object.fromEntries(columns.map((column) => [column, cellOf(row, column)]));
    return Object.fromEntries(rows.map((row) => [row.dataset.uid ?? "", cellsOf(row)]));
  }, compared);
}

/** The same cells of rows. */
export function cells(rows: Rows): Cells {
  const cellsOf = (row: object) => {
    const texts = new Map(Object.entries(row));
    return Object.fromEntries(compared.map((column) => [column, texts.get(column)]));
  };
  return Object.fromEntries(Object.entries(rows).map(([uid, row]) => [uid, cellsOf(row)]));
}

/**
 * Notes each text that COMPLETIONS of each row has on screen from now on, and what came back after it
 * was gone; gives what reads the notes.
 */
export async function noteRows(page: Page): Promise<() => Promise<Notes>> {
  const notes = await page.evaluateHandle(() => {
    const shown: Record<string, { name: string; completions: string[] }> = {};
    const text = (row: HTMLElement, column: string) =>
      row.querySelector(`[data-column="${column}"]`)?.textContent ?? "";
    const back: string[] = [];
    let here = new Set<string>();
    const gone = new Set<string>();
    const look = () => {
      const now = new Set<string>();
      for (const row of document.querySelectorAll<HTMLElement>("[data-uid]:not([data-gone])")) {
        const uid = row.dataset.uid ?? "";
        now.add(uid);
        if (gone.has(uid)) back.push(uid);
        shown[uid] ??= { name: text(row, "name"), completions: [] };
        const { completions } = shown[uid];
        const is = text(row, "completions");
        if (completions.at(-1) !== is) completions.push(is);
      }
      for (const uid of here) if (!now.has(uid)) gone.add(uid);
      here = now;
    };
    look();
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(look).observe(document, all);
    return { shown, back };
  });
  return () => notes.jsonValue();
}

export interface Notes {
  /** By uid. */
  readonly shown: Readonly<Record<string, { name: string; completions: readonly string[] }>>;
  readonly back: readonly string[];
}
