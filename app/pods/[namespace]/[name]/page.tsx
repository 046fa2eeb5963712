import type { Metadata } from "next";
import { PodPage } from "#components/pod-page";
import { logBeginningOf } from "../../../log-beginning";

type Props = PageProps<"/pods/[namespace]/[name]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  return { title: `Pod ${name}` };
}

export default async function PodDetailPage({ params, searchParams }: Props) {
  const { namespace, name } = await params;
  const log = await logBeginningOf(namespace, searchParams, `pod/${name}`);
  return <PodPage namespace={namespace} name={name} log={log} />;
}
