import type { Metadata } from "next";
import { JobPage } from "#components/job-page";

type Props = PageProps<"/jobs/[namespace]/[name]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  return { title: `Job ${name}` };
}

export default async function JobDetailPage({ params }: Props) {
  const { namespace, name } = await params;
  return <JobPage namespace={namespace} name={name} />;
}
