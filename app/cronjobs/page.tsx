import type { Metadata } from "next";
import { CronJobTable } from "#components/cronjob-table";

export const metadata: Metadata = { title: "CronJobs" };

export default function CronJobsPage() {
  return <CronJobTable />;
}
