import { redirect } from "next/navigation";

/** The first page is the list of CronJobs, with whatever the address asked for. */
export default async function HomePage(props: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const { searchParams } = props;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    for (const each of [value ?? []].flat()) query.append(name, each);
  }
  redirect(query.size === 0 ? "/cronjobs" : `/cronjobs?${query}`);
}
