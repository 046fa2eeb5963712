import type { SourceView } from "#lib/client/logs/log-view";
import type { SourceLog } from "#lib/client/logs/source-log";
import { sourceNames } from "#lib/client/logs/source-name";
import { compareOrigins } from "#lib/logs/order";

/** The sources as they are shown; what did not change is the same object as before. */
export class SourceViews {
  #views: readonly SourceView[] = [];
  #names: ReadonlyMap<string, string> = new Map();

  of(sources: ReadonlyMap<string, SourceLog>): readonly SourceView[] {
    const known = this.#views;
    const joined = sources.size !== known.length;
    if (joined) this.#names = sourceNames([...sources.values()].map(({ origin }) => origin));
    const ordered = joined
      ? [...sources.values()].sort((a, b) => compareOrigins(a.origin, b.origin))
      : known.map(({ origin }) => sources.get(origin.key) as SourceLog);
    const byKey = joined ? new Map(known.map((view) => [view.origin.key, view])) : null;
    const views = ordered.map((source, i) =>
      this.#view(source, byKey ? byKey.get(source.origin.key) : known[i]),
    );
    if (joined || views.some((view, i) => view !== known[i])) this.#views = views;
    return this.#views;
  }

  #view({ origin, standing, lines, lane }: SourceLog, known: SourceView | undefined): SourceView {
    const name = this.#names.get(origin.key) ?? origin.pod;
    const same =
      known?.origin === origin &&
      known.standing === standing &&
      known.lines === lines &&
      known.name === name;
    return same ? known : { origin, standing, lines, lane, name };
  }
}
