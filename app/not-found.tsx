"use client";

import { useLanguage } from "#components/language";
import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";

export default function NotFound() {
  const { say } = useLanguage();
  return (
    <main className="px-5 py-5.5">
      <h1 className="font-mono text-md font-medium">{say("Nothing is at this address")}</h1>
      <p className="mt-1 mb-3 text-text-2">
        {say("An object that was deleted has a page that says so.")}
      </p>
      <Link href="/cronjobs" className={buttonClass()}>
        {say("CronJobs")}
      </Link>
    </main>
  );
}
