import type { Metadata } from "next";
import { JobTable } from "#components/job-table";
import { beginningOf } from "../beginning";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ searchParams }: PageProps<"/jobs">) {
  return <JobTable beginning={await beginningOf("jobs", searchParams)} />;
}
