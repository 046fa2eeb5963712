import type { Metadata } from "next";
import { LogPage } from "#components/log-page";
import { text } from "#lib/texts/text";
import { told } from "../../language";

type Props = PageProps<"/logs/[namespace]">;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { of, selector } = await searchParams;
  const name = of ?? selector;
  return {
    title: await told(
      name === undefined ? text("Log of nothing") : text("Log of {name}", { name: String(name) }),
    ),
  };
}

export default async function LogAlonePage({ params }: Props) {
  const { namespace } = await params;
  return <LogPage namespace={namespace} />;
}
