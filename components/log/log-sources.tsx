"use client";

import { Eye, EyeOff, X } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { roleTexts } from "#components/log/container-role";
import { laneClass } from "#components/log/lane";
import { standingWords } from "#components/log/standing-words";
import { StatusIcon } from "#components/status";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { SourceView } from "#lib/client/logs/log-view";
import { isMessage, type Text, text } from "#lib/texts/text";

/** The keys `1` to `9` are those of the first sources. */
export const numbered = 9;

export interface LogSourcesProps {
  readonly sources: readonly SourceView[];
  readonly settings: LogSettings;
  onSettings(changes: Partial<LogSettings>): void;
}

/** Whose lines these are: how each source stands, and which of them are shown. */
export function LogSources({ sources, settings, onSettings }: LogSourcesProps): ReactNode {
  const { mute, solo } = settings;
  const { say, tell } = useLanguage();
  const all = mute.length === 0 && solo === "";
  return (
    <aside
      aria-label={say("Sources of the log")}
      className="flex max-h-44 flex-none flex-col overflow-y-auto border-b border-line-strong bg-bg text-xs @min-[900px]:max-h-none @min-[900px]:w-64 @min-[900px]:border-r @min-[900px]:border-b-0"
    >
      <div className="sticky top-0 flex min-h-8 flex-none items-center gap-1 border-b border-line bg-bg pr-1 pl-3">
        <h3 className="font-medium">{say("Sources")}</h3>
        <span className="text-text-3">{tell(shownWords(sources, settings))}</span>
        <span className="flex-1" />
        {all ? null : (
          <Button size="sm" variant="ghost" onClick={() => onSettings({ mute: [], solo: "" })}>
            {say("Show all")}
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          square
          aria-label={say("Close the sources")}
          onClick={() => onSettings({ sources: false })}
        >
          <X aria-hidden />
        </Button>
      </div>
      <ul>
        {sources.map((source, i) => (
          <Source
            key={source.origin.key}
            source={source}
            hotkey={i < numbered ? `m ${i + 1}` : null}
            shown={isShown(source, settings)}
            alone={solo === source.origin.key}
            onMute={() => onSettings(muteChange(source, settings))}
            onSolo={() => onSettings({ solo: solo === source.origin.key ? "" : source.origin.key })}
          />
        ))}
      </ul>
    </aside>
  );
}

function Source(props: {
  readonly source: SourceView;
  readonly hotkey: string | null;
  readonly shown: boolean;
  readonly alone: boolean;
  onMute(): void;
  onSolo(): void;
}): ReactNode {
  const { source, hotkey, shown, alone, onMute, onSolo } = props;
  const { origin, standing, lines, lane, name } = source;
  const { say, tell } = useLanguage();
  const { form, words, detail } = standingWords(standing);
  const whole = detail === "" ? tell(words) : say("{what}: {detail}", { what: words, detail });
  return (
    <li
      data-source={origin.key}
      className="grid grid-cols-[3px_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-0.5 border-b border-line py-1 pr-1 pl-2"
    >
      <span
        className={`row-span-2 self-stretch ${shown ? "bg-current" : "border border-control"} ${laneClass(lane)}`}
      />
      <span
        className={`truncate font-mono ${shown ? laneClass(lane) : "text-text-3"}`}
        title={`${origin.pod} ${origin.container}`}
      >
        {name}
        {origin.role === "container" ? null : (
          <span className="text-text-3"> {tell(roleTexts[origin.role])}</span>
        )}
      </span>
      <span className="flex items-center gap-0.5">
        <Button
          size="sm"
          variant="ghost"
          square
          aria-label={say("Show {name}", { name })}
          title={tell(muteTitle(name, shown, hotkey))}
          aria-pressed={shown}
          className="border-transparent! bg-transparent!"
          onClick={onMute}
        >
          {shown ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          aria-label={say("Show {name} alone", { name })}
          title={say("Show the lines of {name} alone", { name })}
          aria-pressed={alone}
          onClick={onSolo}
        >
          {say("solo")}
        </Button>
      </span>
      <span
        className="flex min-w-0 items-center gap-1.5 text-2xs text-text-2"
        // What the API server said is nobody's to translate.
        translate={detail === "" || isMessage(detail) ? undefined : "no"}
        title={tell(detail === "" ? words : detail)}
      >
        <StatusIcon form={form} />
        <span className="truncate">{whole}</span>
      </span>
      <span className="flex items-center gap-1.5 pr-1 text-2xs text-text-2 tabular-nums">
        {say(lines === 1 ? "{count} line" : "{count} lines", { count: counted.format(lines) })}
        {hotkey === null ? null : <Kbd>{hotkey}</Kbd>}
      </span>
    </li>
  );
}

/** Whether the lines of a source are shown. */
function isShown({ origin }: SourceView, { mute, solo }: LogSettings): boolean {
  return solo === "" ? !mute.includes(origin.key) : solo === origin.key;
}

/** What changes when a source is muted, or is heard again. */
export function muteChange(source: SourceView, settings: LogSettings): Partial<LogSettings> {
  const { key } = source.origin;
  const { mute } = settings;
  // Among those that one alone hides, it is that one that is let go of.
  if (settings.solo !== "") return { solo: "", mute: mute.filter((muted) => muted !== key) };
  return { mute: mute.includes(key) ? mute.filter((muted) => muted !== key) : [...mute, key] };
}

function muteTitle(name: string, shown: boolean, hotkey: string | null): Text {
  const title = text(shown ? "Hide the lines of {name}" : "Show the lines of {name}", { name });
  return hotkey === null ? title : text("{what} ({key})", { what: title, key: hotkey });
}

function shownWords(sources: readonly SourceView[], settings: LogSettings): Text {
  const shown = sources.filter((source) => isShown(source, settings)).length;
  return shown === sources.length
    ? counted.format(shown)
    : text("{count} of {total} shown", {
        count: counted.format(shown),
        total: counted.format(sources.length),
      });
}

const counted = new Intl.NumberFormat("en");
