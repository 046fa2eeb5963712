import { ArrowDown } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";

/** How many lines came since the log is no longer followed, and the way to them. */
export function NewLines(props: { readonly count: number; onShow(): void }): ReactNode {
  const { count, onShow } = props;
  const { say } = useLanguage();
  if (count <= 0) return null;
  return (
    <Button className="absolute right-5 bottom-3 shadow-float" onClick={onShow}>
      <ArrowDown aria-hidden />
      {say(count === 1 ? "{count} new line" : "{count} new lines", {
        count: counted.format(count),
      })}
    </Button>
  );
}

const counted = new Intl.NumberFormat("en");
