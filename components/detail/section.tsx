import type { ReactNode } from "react";

/** A part of a detail page under its own heading. */
export function Section(props: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { title, note, children } = props;
  return (
    <section aria-label={title} className="@container flex-none border-b border-line">
      <h2 className="flex min-h-8.5 flex-wrap items-center gap-x-2 gap-y-1 px-4 py-1.5 text-md leading-none font-medium">
        {title}
        {note === undefined ? null : (
          <span className="min-w-0 text-xs leading-normal font-normal text-text-3">{note}</span>
        )}
      </h2>
      {children}
    </section>
  );
}

/** Lets a wide table scroll sideways by itself, also by keyboard. */
export function Sideways({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto -outline-offset-2">
      {children}
    </div>
  );
}

/** What stands in place of rows. */
export function Nothing({ children }: { readonly children: ReactNode }): ReactNode {
  return <p className="px-4 pb-3.5 text-xs text-text-2">{children}</p>;
}

/** A small table of a detail page under its column heads; `children` are its rows. */
export function DenseTable(props: {
  readonly label: string;
  readonly heads: readonly string[];
  readonly children: ReactNode;
}): ReactNode {
  const { label, heads, children } = props;
  return (
    <Sideways>
      <table aria-label={label} className={denseTable}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Sideways>
  );
}

/** The cells of a small table on a detail page. */
export const denseTable =
  "w-full border-collapse font-mono text-sm [&_td]:h-7 [&_td]:border-b [&_td]:border-line [&_td]:px-2 [&_td]:text-text-2 [&_td:first-child]:pl-4 [&_th]:h-6.5 [&_th]:border-y [&_th]:border-line [&_th]:border-b-line-strong [&_th]:bg-bg [&_th]:px-2 [&_th]:text-left [&_th]:text-2xs [&_th]:font-normal [&_th]:whitespace-nowrap [&_th]:text-text-2 [&_th:first-child]:pl-4 [&_tr:last-child_td]:border-b-0";
