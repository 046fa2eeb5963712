import type { Metadata } from "next";
import { LogPage } from "#components/log-page";

type Props = PageProps<"/logs/[namespace]">;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { of, selector } = await searchParams;
  return { title: `Log of ${of ?? selector ?? "nothing"}` };
}

export default async function LogAlonePage({ params }: Props) {
  const { namespace } = await params;
  return <LogPage namespace={namespace} />;
}
