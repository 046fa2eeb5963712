import type { Api } from "../cluster/api.ts";

/** What the API server answers, as far as the cases look at it. */

export interface Item {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface List {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly Item[];
}

export async function list(api: Api, path: string): Promise<List> {
  return (await api.get(path)).body as List;
}

export const names = (items: readonly Item[]): string[] =>
  items.map(({ metadata }) => metadata.name);
