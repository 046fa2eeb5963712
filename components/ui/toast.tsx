"use client";

import type { ReactNode } from "react";
import { late, useLate } from "#components/ui/late";
import type { StatusForm } from "#lib/printers/status";
import type { Text } from "#lib/texts/text";

export interface ToastContent {
  readonly form: StatusForm;
  /** What happened, or did not: `Suspend failed: settle-ledger`. */
  readonly title: Text;
  /** The API server's own words. */
  readonly quote?: Text;
  /** What follows from it, or what to do next. */
  readonly text?: Text;
  readonly actions?: ReactNode;
}

/** Where toasts are shown. */
export interface ToastPlace {
  show(id: string, content: ToastContent): void;
  dismiss(id: string): void;
}

const toastList = late(() => import("#components/ui/toast-list"));

let place: ToastPlace | null = null;
/** What was said before there was a place for it. */
const waiting = new Map<string, ToastContent>();
let said = 0;

/** Says what happened: a success for ten seconds, a failure until it is dismissed. */
export function showToast(content: ToastContent): string {
  said += 1;
  const id = `toast-${said}`;
  if (place) place.show(id, content);
  else {
    waiting.set(id, content);
    void toastList.load().catch(() => {});
  }
  return id;
}

export function dismissToast(id: string): void {
  waiting.delete(id);
  place?.dismiss(id);
}

/** Toasts are shown there from now on, those that wait at once, until the returned function is called. */
export function showToastsAt(next: ToastPlace): () => void {
  place = next;
  for (const [id, content] of waiting) next.show(id, content);
  waiting.clear();
  return () => {
    if (place === next) place = null;
  };
}

/** Where the toasts stand, once per page. F6 moves the focus there. */
export function Toasts(): ReactNode {
  const list = useLate(toastList);
  return list && <list.ToastList />;
}
