import { parseAllDocuments } from "yaml";
import type { Api } from "./api.ts";

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

const plurals: Readonly<Record<string, string>> = {
  CronJob: "cronjobs",
  Job: "jobs",
  Pod: "pods",
};

/**
 * Creates the documents of a YAML text in a namespace, as `kubectl create` does.
 *
 * @throws Refusal, or an error for a kind that tests have no use for.
 */
export async function createManifests(api: Api, namespace: string, text: string): Promise<void> {
  for (const document of parseAllDocuments(text)) {
    const manifest = document.toJS() as Manifest;
    const { apiVersion, kind } = manifest;
    const plural = plurals[kind];
    if (!plural) throw new Error(`a manifest of kind ${kind}`);
    const root = apiVersion.includes("/") ? "/apis" : "/api";
    await api.create(`${root}/${apiVersion}/namespaces/${namespace}/${plural}`, manifest);
  }
}
