import type { Metadata } from "next";
import { CronJobTable } from "#components/cronjob-table";
import { text } from "#lib/texts/text";
import { beginningOf } from "../beginning";
import { told } from "../language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: await told(text("CronJobs")) };
}

export default async function CronJobsPage({ searchParams }: PageProps<"/cronjobs">) {
  return <CronJobTable beginning={await beginningOf("cronjobs", searchParams)} />;
}
