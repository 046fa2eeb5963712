"use client";

import { Eye, EyeOff, X } from "lucide-react";
import type { ReactNode } from "react";
import { laneClass } from "#components/log/lane";
import type { LogSettings } from "#components/log/log-settings";
import { standingWords } from "#components/log/standing-words";
import { StatusIcon } from "#components/status";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import type { SourceView } from "#lib/client/logs/log-view";

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
  const all = mute.length === 0 && solo === "";
  return (
    <aside
      aria-label="Sources of the log"
      className="flex max-h-44 flex-none flex-col overflow-y-auto border-b border-line-strong bg-bg text-xs @min-[900px]:max-h-none @min-[900px]:w-64 @min-[900px]:border-r @min-[900px]:border-b-0"
    >
      <div className="sticky top-0 flex min-h-8 flex-none items-center gap-1 border-b border-line bg-bg pr-1 pl-3">
        <h3 className="font-medium">Sources</h3>
        <span className="text-text-3">{shownWords(sources, settings)}</span>
        <span className="flex-1" />
        {all ? null : (
          <Button size="sm" variant="ghost" onClick={() => onSettings({ mute: [], solo: "" })}>
            Show all
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          square
          aria-label="Close the sources"
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
  const { form, words, detail } = standingWords(standing);
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
        {origin.role === "container" ? null : <span className="text-text-3"> {origin.role}</span>}
      </span>
      <span className="flex items-center gap-0.5">
        <Button
          size="sm"
          variant="ghost"
          square
          aria-label={`Show ${name}`}
          title={`${shown ? "Hide" : "Show"} the lines of ${name}${hotkey === null ? "" : ` (${hotkey})`}`}
          aria-pressed={shown}
          className="border-transparent! bg-transparent!"
          onClick={onMute}
        >
          {shown ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Show ${name} alone`}
          title={`Show the lines of ${name} alone`}
          aria-pressed={alone}
          onClick={onSolo}
        >
          solo
        </Button>
      </span>
      <span
        className="flex min-w-0 items-center gap-1.5 text-2xs text-text-2"
        title={detail === "" ? words : detail}
      >
        <StatusIcon form={form} />
        <span className="truncate">
          {words}
          {detail === "" ? "" : `: ${detail}`}
        </span>
      </span>
      <span className="flex items-center gap-1.5 pr-1 text-2xs text-text-2 tabular-nums">
        {counted.format(lines)} {lines === 1 ? "line" : "lines"}
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

function shownWords(sources: readonly SourceView[], settings: LogSettings): string {
  const shown = sources.filter((source) => isShown(source, settings)).length;
  return shown === sources.length
    ? counted.format(shown)
    : `${counted.format(shown)} of ${counted.format(sources.length)} shown`;
}

const counted = new Intl.NumberFormat("en");
