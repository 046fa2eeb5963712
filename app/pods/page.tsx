import type { Metadata } from "next";
import { PodTable } from "#components/pod-table";

export const metadata: Metadata = { title: "Pods" };

export default function PodsPage() {
  return <PodTable />;
}
