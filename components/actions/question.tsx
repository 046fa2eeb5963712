import { useSyncExternalStore } from "react";
import type { Action, ActionTarget } from "#lib/api/actions";

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
  readonly verb: "suspend" | "trigger" | "rerun" | "delete";
  readonly resource: Action["resource"];
  readonly subjects: readonly Subject[];
  /** These indexes alone, each in a Job of its own. */
  readonly indexes?: readonly number[];
}

/** The question on screen; there is one at most, whichever page it is asked from. */
class Questions {
  readonly #listeners = new Set<() => void>();
  #present: Question | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly present = (): Question | null => this.#present;

  ask(question: Question | null): void {
    this.#present = question;
    for (const listener of this.#listeners) listener();
  }
}

const questions = new Questions();

/** Puts a question on screen. */
export function ask(question: Question): void {
  questions.ask(question);
}

/** Asks for YAML to create objects from. */
export function askForYaml(namespaces: readonly string[]): void {
  questions.ask({ verb: "create", namespaces });
}

/** Takes it off. */
export function askNothing(): void {
  questions.ask(null);
}

export function useQuestion(): Question | null {
  return useSyncExternalStore(questions.subscribe, questions.present, () => null);
}
