import { useSyncExternalStore } from "react";
import type { Action, ActionTarget, Cascade } from "#lib/api/actions";
import { SharedValue } from "#lib/client/shared-value";

/** An object that something can be done with. */
export interface Subject extends ActionTarget {
  /** How it stands, in kubectl's word; empty where a word says nothing. */
  readonly status: string;
  /** The CronJob it belongs to; null for none. */
  readonly cronJob: string | null;
}

/** What is asked before something is done. */
export type Question = ActionQuestion | CreateQuestion;

/** Objects from YAML. */
export interface CreateQuestion {
  readonly verb: "create";
  /** Those on screen; none for all. */
  readonly namespaces: readonly string[];
}

export interface ActionQuestion {
  readonly verb: "suspend" | "resume" | "trigger" | "rerun" | "delete";
  readonly resource: Action["resource"];
  readonly subjects: readonly Subject[];
  /** What the Job that is made is to be called, where a line says so. */
  readonly name?: string;
  /** These indexes alone, each in a Job of its own. */
  readonly indexes?: readonly number[];
  /** What a deletion is asked with first; `background` unless a line says otherwise. */
  readonly cascade?: Cascade;
}

/** The question on screen; there is one at most, whichever page it is asked from. */
const question = new SharedValue<Question | null>(null);

/** Puts a question on screen. */
export function ask(next: Question): void {
  question.set(next);
}

/** Asks for YAML to create objects from. */
export function askForYaml(namespaces: readonly string[]): void {
  question.set({ verb: "create", namespaces });
}

/** Takes it off. */
export function askNothing(): void {
  question.set(null);
}

export function useQuestion(): Question | null {
  return useSyncExternalStore(question.subscribe, question.get, () => null);
}
