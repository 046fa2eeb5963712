import type { Metadata } from "next";
import { PodTable } from "#components/pod-table";
import { text } from "#lib/texts/text";
import { beginningOf } from "../beginning";
import { told } from "../language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: await told(text("Pods")) };
}

export default async function PodsPage({ searchParams }: PageProps<"/pods">) {
  return <PodTable beginning={await beginningOf("pods", searchParams)} />;
}
