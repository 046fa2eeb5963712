import type { Metadata } from "next";
import { LogPage } from "#components/log-page";
import { text } from "#lib/texts/text";
import { told } from "../../language";
import { logBeginningOf } from "../../log-beginning";

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

export default async function LogAlonePage({ params, searchParams }: Props) {
  const { namespace } = await params;
  const beginning = await logBeginningOf(namespace, searchParams);
  return <LogPage namespace={namespace} beginning={beginning} />;
}
