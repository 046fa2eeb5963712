"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { defaultTail, type LogSettings } from "#components/log/log-settings";
import { Menu, MenuChoice, MenuSeparator } from "#components/ui/menu";

/** A container the log of which can be read. */
export interface LogContainer {
  readonly name: string;
  /** `init`, `sidecar` …; empty for an ordinary one. */
  readonly role: string;
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
  if (containers.length < 2) return null;
  return (
    <Choice label="container" value={container}>
      <MenuChoice
        label="Container"
        value={container}
        choices={containers.map(({ name, role }) => ({
          value: name,
          text: (
            <>
              <span className="font-mono">{name}</span>
              {role === "" ? null : <span className="text-text-3">{role}</span>}
            </>
          ),
        }))}
        onChange={(chosen) => onSettings({ container: chosen, previous: false })}
      />
    </Choice>
  );
}

const tails = [100, defaultTail, 10_000];
const sinces = ["5m", "15m", "1h", "6h", "24h"];
const counted = new Intl.NumberFormat("en");

/** How much of the log is read: the last lines, or all since a while. */
export function RangeChoice({ settings, onSettings }: ChoiceProps): ReactNode {
  const { tail, since } = settings;
  const value = since === "" ? `tail ${tail ?? "all"}` : `since ${since}`;
  const choices = [
    ...tails.map((lines) => ({
      value: `tail ${lines}`,
      text: `Last ${counted.format(lines)} lines`,
    })),
    { value: "tail all", text: "All lines" },
  ];
  const times = sinces.map((time) => ({ value: `since ${time}`, text: `Since ${time}` }));
  const choose = (chosen: string) => {
    const [kind, amount = ""] = chosen.split(" ");
    if (kind === "since") onSettings({ since: amount, tail: defaultTail });
    else onSettings({ since: "", tail: amount === "all" ? null : Number(amount) });
  };
  const [kind = "", amount = ""] = value.split(" ");
  return (
    <Choice label={kind} value={kind === "tail" && tail !== null ? counted.format(tail) : amount}>
      <MenuChoice label="Lines" value={value} choices={choices} onChange={choose} />
      <MenuSeparator />
      <MenuChoice label="Time" value={value} choices={times} onChange={choose} />
    </Choice>
  );
}

const zones = [
  { value: "utc", text: "UTC" },
  { value: "local", text: "Local time" },
  { value: "off", text: "No times" },
] as const;

export function ZoneChoice({ settings, onSettings }: ChoiceProps): ReactNode {
  const { zone } = settings;
  return (
    <Choice label="time" value={zone === "utc" ? "UTC" : zone}>
      <MenuChoice
        label="Time of each line"
        value={zone}
        choices={zones}
        onChange={(chosen) => onSettings({ zone: chosen })}
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
