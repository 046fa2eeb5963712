import type { Metadata } from "next";
import { CronJobTable } from "#components/cronjob-table";
import { beginningOf } from "../beginning";

export const metadata: Metadata = { title: "CronJobs" };

export default async function CronJobsPage({ searchParams }: PageProps<"/cronjobs">) {
  return <CronJobTable beginning={await beginningOf("cronjobs", searchParams)} />;
}
