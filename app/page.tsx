import type { Metadata } from "next";
import { OverviewPage } from "#components/overview/overview-page";
import { text } from "#lib/texts/text";
import { told } from "./language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: await told(text("Overview")) };
}

export default function HomePage() {
  return <OverviewPage />;
}
