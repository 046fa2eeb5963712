import type { Metadata } from "next";
import { PodTable } from "#components/pod-table";
import { beginningOf } from "../beginning";

export const metadata: Metadata = { title: "Pods" };

export default async function PodsPage({ searchParams }: PageProps<"/pods">) {
  return <PodTable beginning={await beginningOf("pods", searchParams)} />;
}
