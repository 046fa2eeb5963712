import type { Metadata } from "next";
import { JobTable } from "#components/job-table";
import { text } from "#lib/texts/text";
import { beginningOf } from "../beginning";
import { told } from "../language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: await told(text("Jobs")) };
}

export default async function JobsPage({ searchParams }: PageProps<"/jobs">) {
  return <JobTable beginning={await beginningOf("jobs", searchParams)} />;
}
