"use client";

import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";

/** A bug of ours: the page could not be drawn. */
export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  const { say } = useLanguage();
  return (
    <main className="px-5 py-5.5">
      <h1 className="font-mono text-md font-medium">{say("This page could not be drawn")}</h1>
      <p className="mt-1 text-text-2">
        {say("That is a defect of Batchboard. Nothing was changed in the cluster.")}
      </p>
      <pre className="my-3 max-w-[92ch] overflow-x-auto rounded-md border border-line bg-sunken px-2.5 py-2 font-mono text-xs">
        {error.message}
      </pre>
      <Button onClick={reset}>{say("Draw it again")}</Button>
    </main>
  );
}
