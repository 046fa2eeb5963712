"use client";

import { SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { Button } from "#components/ui/button";
import { Menu, MenuGroup, MenuLabel, MenuSeparator, MenuSwitch } from "#components/ui/menu";
import type { LogSettings } from "#lib/client/logs/log-settings";
import { plainText } from "#lib/logs/text";

export interface LogViewMenuProps {
  readonly settings: LogSettings;
  onSettings(changes: Partial<LogSettings>): void;
  /** The names of the fields that the newest lines have. */
  fieldNames(): readonly string[];
  /** The row of the filter is open. */
  readonly filter: boolean;
  onFilter(open: boolean): void;
}

/** What of the view is changed rarely. */
export function LogViewMenu(props: LogViewMenuProps): ReactNode {
  const { settings, onSettings } = props;
  const { say } = useLanguage();
  return (
    <Menu
      trigger={
        <Button variant="ghost" square aria-label={say("View")} title={say("View")}>
          <SlidersHorizontal aria-hidden />
        </Button>
      }
    >
      <MenuSwitch checked={settings.previous} onChange={(previous) => onSettings({ previous })}>
        {say("Previous instance")}
      </MenuSwitch>
      <MenuSwitch checked={!settings.traces} onChange={(folded) => onSettings({ traces: !folded })}>
        {say("Fold stack traces")}
      </MenuSwitch>
      <MenuSwitch checked={props.filter} onChange={props.onFilter}>
        {say("Context, exclude, search everything")}
      </MenuSwitch>
      <FieldPicker {...props} />
    </Menu>
  );
}

function FieldPicker({ settings, onSettings, fieldNames }: LogViewMenuProps): ReactNode {
  const { say } = useLanguage();
  const { fields } = settings;
  const names = [...new Set([...fieldNames(), ...fields])];
  if (names.length === 0) return null;
  const choose = (name: string, chosen: boolean) =>
    onSettings({
      fields: chosen ? [...fields, name] : fields.filter((field) => field !== name),
    });
  return (
    <>
      <MenuSeparator />
      <MenuGroup>
        <MenuLabel>{say("Fields beside the message")}</MenuLabel>
        {names.map((name) => (
          <MenuSwitch
            key={name}
            checked={fields.includes(name)}
            onChange={(chosen) => choose(name, chosen)}
          >
            <span className="max-w-60 truncate font-mono">{plainText(name)}</span>
          </MenuSwitch>
        ))}
      </MenuGroup>
    </>
  );
}
