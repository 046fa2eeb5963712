"use client";

import type { ReactNode } from "react";
import { DenseTable, Nothing, Section } from "#components/detail/section";
import { useLanguage } from "#components/language";
import type { ContainerFacts, PodFacts } from "#lib/api/rows";
import { usePodFacts } from "#lib/client/use-pod-facts";

/** What a Pod asks for and what it is given: resources, probes and volumes. */
export function PodSpec(props: {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}): ReactNode {
  const { say, rich, tell } = useLanguage();
  const { facts, error } = usePodFacts(props.namespace, props.name, props.uid);
  if (error) {
    return (
      <Section title={say("Resources and volumes")}>
        <Nothing>
          {rich("Not known: {why}", {
            why: <span className="font-mono wrap-anywhere">{tell(error.message)}</span>,
          })}
        </Nothing>
      </Section>
    );
  }
  if (!facts) return null;
  return (
    <>
      <Resources containers={facts.containers} />
      <Volumes facts={facts} />
    </>
  );
}

const none = <span className="text-text-3">&lt;none&gt;</span>;

function Resources({ containers }: { readonly containers: readonly ContainerFacts[] }): ReactNode {
  const { say } = useLanguage();
  const title = say("Resources and probes");
  return (
    <Section title={title}>
      <DenseTable label={title} heads={["CONTAINER", "REQUESTS", "LIMITS", "PROBES"]}>
        {containers.map(({ name, requests, limits, probes }) => (
          <tr key={name}>
            <td className="whitespace-nowrap text-text!">{name}</td>
            <td className="py-1">{requests || none}</td>
            <td className="py-1">{limits || none}</td>
            <td className="min-w-56 py-1">
              {probes.length === 0 ? none : probes.map((probe) => <div key={probe}>{probe}</div>)}
            </td>
          </tr>
        ))}
      </DenseTable>
    </Section>
  );
}

function Volumes({ facts }: { readonly facts: PodFacts }): ReactNode {
  const { say } = useLanguage();
  const { volumes, containers } = facts;
  if (volumes.length === 0) return null;
  const mountsOf = (volume: string) =>
    containers.flatMap(({ name, mounts }) =>
      mounts
        .filter((mount) => mount.volume === volume)
        .map(({ path, readOnly }) => `${name}:${path}${readOnly ? " (ro)" : ""}`),
    );
  return (
    <Section title={say("Volumes")} note={say("by name; nothing of what is in them")}>
      <DenseTable label={say("Volumes")} heads={["NAME", "TYPE", "FROM", "MOUNTED AT"]}>
        {volumes.map(({ name, kind, source }) => (
          <tr key={name}>
            <td className="whitespace-nowrap text-text!">{name}</td>
            <td>{kind}</td>
            <td>{source || none}</td>
            <td className="min-w-48 py-1 wrap-anywhere">{mountsOf(name).join(", ") || none}</td>
          </tr>
        ))}
      </DenseTable>
    </Section>
  );
}
