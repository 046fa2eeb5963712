import type { Client } from "#lib/kubernetes/client";
import type { ListOptions, Page } from "#lib/kubernetes/request-options";
import type { Resource } from "#lib/kubernetes/resources";
import { isExpired } from "#lib/kubernetes/status-error";

/** kubectl's page; one of these blocks the event loop for some 20 ms at most (stack 5). */
const pageSize = 500;

export interface CompleteList<T> {
  readonly items: T[];
  readonly resourceVersion: string;
  /** Objects that were skipped because they have no name or uid. */
  readonly unreadable: number;
}

/** What is listed, and for whom. */
export interface Listing<T> {
  readonly client: Client;
  readonly resource: Resource<T>;
  /** Null for all namespaces. */
  readonly namespace: string | null;
  /** Only the objects with these fields, as the API server selects them. */
  readonly fieldSelector?: string | undefined;
  /** Only the objects with these labels. */
  readonly labelSelector?: string | undefined;
  /** Told of each object as it comes, before the list is complete and taken. */
  readonly arrived: (object: T) => void;
}

type Choice = Pick<Listing<unknown>, "namespace" | "fieldSelector" | "labelSelector">;

/** Where the objects of a listing are, and which of them, as a request says it. */
export function chosenBy({
  namespace,
  fieldSelector,
  labelSelector,
}: Choice): Pick<ListOptions, keyof Choice> {
  return {
    namespace,
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
  };
}

/**
 * A complete list, page by page. Its snapshot may expire on the way: then it begins anew once, for
 * a list that was mixed from two moments must never start a watch.
 *
 * @throws StatusError, ConnectionError
 */
export async function listPages<T>(
  listing: Listing<T>,
  signal: AbortSignal,
  progress: (listed: number, remaining: number | null) => void,
): Promise<CompleteList<T>> {
  try {
    return await pages(listing, signal, progress);
  } catch (error) {
    if (!isExpired(error)) throw error;
    return await pages(listing, signal, progress);
  }
}

async function pages<T>(
  listing: Listing<T>,
  signal: AbortSignal,
  progress: (listed: number, remaining: number | null) => void,
): Promise<CompleteList<T>> {
  const { client, resource, arrived } = listing;
  const items: T[] = [];
  let unreadable = 0;
  let page: Page<T> | null = null;
  do {
    page = await client.list(
      resource,
      { ...chosenBy(listing), limit: pageSize, ...(page ? { continue: page.continue } : {}) },
      signal,
    );
    for (const item of page.items) {
      arrived(item);
      items.push(item);
    }
    unreadable += page.unreadable;
    progress(items.length, page.remaining);
  } while (page.continue !== "");
  return { items, resourceVersion: page.resourceVersion, unreadable };
}
