import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { spansOf } from "#components/log/ansi";
import { levelClass, linePieces } from "#components/log/line-pieces";
import type { LogFields } from "#lib/logs/fields";
import { plainText } from "#lib/logs/text";

/** So many are shown while none were chosen, what says most before the others; the table has all. */
const unchosen = 4;
const telling = new Set(["error", "err", "exception"]);

/** A structured line as its level, its message and the fields that were chosen, else the first. */
export function FoldedFields(props: {
  readonly fields: LogFields;
  readonly chosen: readonly string[];
}): ReactNode {
  const { fields, chosen } = props;
  const { level, message, severity, others } = fields;
  const chips =
    chosen.length === 0
      ? others
          .toSorted((a, b) => Number(telling.has(b.name)) - Number(telling.has(a.name)))
          .slice(0, unchosen)
      : chosen.flatMap((name) => others.filter((field) => field.name === name));
  return (
    <>
      {level === "" ? null : (
        <span className={severity ? levelClass[severity] : "text-text-3"}>
          {oneLine(level).toUpperCase()}{" "}
        </span>
      )}
      {linePieces(spansOf(breaksWritten(message)), [], null, null)}
      {chips.map(({ name, value }) => (
        <span key={name} data-field={name}>
          {" "}
          <span className="rounded-sm bg-sunken px-1 outline-1 -outline-offset-1 outline-line">
            <span className="text-text-3">{oneLine(name)}=</span>
            {oneLine(value)}
          </span>
        </span>
      ))}
    </>
  );
}

/** All fields of a line, in its own order. */
export function FieldTable({ fields }: { readonly fields: LogFields }): ReactNode {
  const { say } = useLanguage();
  return (
    <table
      aria-label={say("Fields of the line")}
      className="my-1 mr-5 border-l-2 border-line-strong bg-sunken"
    >
      <tbody>
        {fields.all.map(({ name, value }) => (
          <tr key={name}>
            <th
              scope="row"
              className="max-w-60 px-2.5 text-left align-top font-normal wrap-anywhere text-text-3"
            >
              {oneLine(name)}
            </th>
            <td className="pr-3 wrap-anywhere whitespace-pre-wrap">
              {value.split(lineBreak).map(plainText).join("\n")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const lineBreak = /\r\n|[\r\n]/;

/** A field can hold what a line cannot: its breaks are written out, all that is no text goes. */
function oneLine(text: string): string {
  return plainText(breaksWritten(text));
}

function breaksWritten(text: string): string {
  return text.split(lineBreak).join(" ⏎ ");
}
