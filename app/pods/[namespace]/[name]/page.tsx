import type { Metadata } from "next";
import { PodPage } from "#components/pod-page";

type Props = PageProps<"/pods/[namespace]/[name]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  return { title: `Pod ${name}` };
}

export default async function PodDetailPage({ params }: Props) {
  const { namespace, name } = await params;
  return <PodPage namespace={namespace} name={name} />;
}
