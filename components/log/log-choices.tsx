"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "#components/ui/menu";
import { defaultTail } from "#lib/client/logs/log-parsers";
import type { LogSettings, LogTimes } from "#lib/client/logs/log-settings";
import { type Text, text } from "#lib/texts/text";

/** A container the log of which can be read. */
export interface LogContainer {
  readonly name: string;
  /** `init`, `sidecar` …; empty for an ordinary one. */
  readonly role: Text;
}

interface ChoiceProps {
  readonly settings: LogSettings;
  onSettings(changes: Partial<LogSettings>): void;
}

export function ContainerChoice(
  props: ChoiceProps & {
    readonly containers: readonly LogContainer[];
    /** The one that is read. */
    readonly container: string;
  },
): ReactNode {
  const { containers, container, onSettings } = props;
  const { say, tell } = useLanguage();
  if (containers.length < 2) return null;
  const named = containers.map(({ name, role }) => ({
    value: name,
    text: (
      <>
        <span className="font-mono">{name}</span>
        {role === "" ? null : <span className="text-text-3">{tell(role)}</span>}
      </>
    ),
  }));
  return (
    <Choice label={say("container")} value={container === everyContainer ? say("all") : container}>
      <MenuChoice
        label={say("Container")}
        value={container}
        choices={[{ value: everyContainer, text: say("All containers") }, ...named]}
        onChange={(chosen) => onSettings({ container: chosen, previous: false })}
      />
    </Choice>
  );
}

/** As a log query names them all. */
const everyContainer = "*";

const tails = [100, 1_000, defaultTail, 100_000];
const sinces = ["5m", "15m", "1h", "6h", "24h"];
const counted = new Intl.NumberFormat("en");

/** How much of the log is read: the last lines, all since a while, or between two times. */
export function RangeChoice(
  props: ChoiceProps & {
    /** Asks for the times. */
    onTimes(): void;
  },
): ReactNode {
  const { settings, onSettings, onTimes } = props;
  const { say } = useLanguage();
  const { tail, since, from, until } = settings;
  const timed = from !== "" || until !== "";
  const value = timed ? "times" : since === "" ? `tail ${tail ?? "all"}` : `since ${since}`;
  const choices = [
    ...tails.map((lines) => ({
      value: `tail ${lines}`,
      text: say("Last {count} lines", { count: counted.format(lines) }),
    })),
    { value: "tail all", text: say("All lines") },
  ];
  const times = sinces.map((time) => ({
    value: `since ${time}`,
    text: say("Since {time}", { time }),
  }));
  const choose = (chosen: string) => {
    const [kind, amount = ""] = chosen.split(" ");
    const none = { since: "", from: "", until: "" };
    if (kind === "since") onSettings({ ...none, since: amount, tail: defaultTail });
    else onSettings({ ...none, tail: amount === "all" ? null : Number(amount) });
  };
  const [label, shown] = timed
    ? [say(from === "" ? "until" : "from"), brief(from === "" ? until : from)]
    : since === ""
      ? [say("tail"), tail === null ? say("all") : counted.format(tail)]
      : [say("since"), since];
  return (
    <Choice label={label} value={shown}>
      <MenuChoice label={say("Lines")} value={value} choices={choices} onChange={choose} />
      <MenuSeparator />
      <MenuChoice label={say("Time")} value={value} choices={times} onChange={choose} />
      <MenuSeparator />
      <MenuItem onSelect={onTimes}>{say("From, until, jump to a time …")}</MenuItem>
    </Choice>
  );
}

/** `03-10 12:00:00`: the zone and the year stand in the dialog. */
function brief(instant: string): string {
  return instant.slice(5, 19).replace("T", " ");
}

const times: readonly { readonly value: LogTimes; readonly text: Text }[] = [
  { value: "utc", text: "UTC" },
  { value: "local", text: text("Local time") },
  { value: "relative", text: text("Since the first line shown") },
  { value: "off", text: text("No times") },
];
const short: Readonly<Record<LogTimes, Text>> = {
  utc: "UTC",
  local: text("local"),
  relative: text("relative"),
  off: text("off"),
  zone: "",
};

/** How the time of each line is written; `zone` is that of the CronJob, empty for none. */
export function TimesChoice(props: ChoiceProps & { readonly zone: string }): ReactNode {
  const { settings, onSettings, zone } = props;
  const { say, tell } = useLanguage();
  const [utc, local, ...others] = times.map((choice) => ({ ...choice, text: tell(choice.text) }));
  const own =
    zone === "" ? [] : [{ value: "zone" as const, text: say("{zone} (the CronJob's)", { zone }) }];
  return (
    <Choice label={say("time")} value={tell(short[settings.times] || zone || "UTC")}>
      <MenuChoice
        label={say("Time of each line")}
        value={settings.times}
        choices={[utc, local, ...own, ...others].filter((choice) => choice !== undefined)}
        onChange={(chosen) => onSettings({ times: chosen })}
      />
    </Choice>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly children: ReactNode;
}): ReactNode {
  const { label, value, children } = props;
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex h-7 min-w-0 items-center gap-1.5 rounded-md border border-control bg-surface px-2 text-xs whitespace-nowrap data-popup-open:bg-cursor pointer-coarse:h-11"
        >
          <span className="text-text-3">{label}</span>
          <span className="truncate font-mono">{value}</span>
          <ChevronDown aria-hidden />
        </button>
      }
    >
      {children}
    </Menu>
  );
}
