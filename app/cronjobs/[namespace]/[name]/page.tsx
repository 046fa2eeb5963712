import type { Metadata } from "next";
import { CronJobPage } from "#components/cronjob-page";

type Props = PageProps<"/cronjobs/[namespace]/[name]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  return { title: `CronJob ${name}` };
}

export default async function CronJobDetailPage({ params }: Props) {
  const { namespace, name } = await params;
  return <CronJobPage namespace={namespace} name={name} />;
}
