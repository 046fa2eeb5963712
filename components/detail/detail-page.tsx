"use client";

import { FileCode2, Maximize2 } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type ReactNode, useMemo, useState } from "react";
import { undoLast } from "#components/actions/run-actions";
import {
  type DetailAction,
  DetailHeader,
  type DetailHeaderProps,
} from "#components/detail/detail-header";
import { DetailBanners, InPlaceOfObject } from "#components/detail/detail-states";
import { type ObjectStanding, tableOf } from "#components/detail/use-detail";
import { Dock } from "#components/dock";
import type { Hotkey } from "#components/hotkey";
import { useHotkeys } from "#components/keyboard";
import { useLanguage } from "#components/language";
import { Manifest } from "#components/manifest";
import { Shell } from "#components/shell";
import { useRouter } from "#components/ui/link";
import type { LogTarget } from "#lib/api/log-query";
import type { OwnerRef } from "#lib/api/rows";
import type { ObjectView } from "#lib/api/scope";
import { logAddress } from "#lib/client/logs/log-address";
import { FrozenNow } from "#lib/client/use-now";
import { followCommand } from "#lib/line/log-line";
import { lineOf } from "#lib/line/view-line";
import { text } from "#lib/texts/text";

export interface DetailPageProps {
  readonly view: ObjectView;
  readonly namespace: string;
  readonly name: string;
  readonly detail: ObjectStanding;
  /** Where `u` leads. */
  readonly up: string;
  /** What the page knows; absent where it shows nothing of the object. */
  readonly header?: Omit<DetailHeaderProps, "onMark" | "name">;
  /** They come before the frame's own. */
  readonly hotkeys?: readonly Hotkey[];
  /** Under the header, beside the log; in one column before it. */
  readonly left?: ReactNode;
  /** Under `left`; in one column after the log. */
  readonly more?: ReactNode;
  readonly log?: ReactNode;
  /** Whose log that is: it has an address of its own. */
  readonly logOf?: LogTarget;
  /** Which side takes the larger share of the width. */
  readonly wider: "left" | "log";
}

const none: readonly never[] = [];

const shares = {
  left: "min-[1100px]:grid-cols-[minmax(0,1fr)_560px]",
  log: "min-[1100px]:grid-cols-[minmax(0,4fr)_minmax(0,5fr)]",
};

/** The frame of an object's page: its header, what belongs to it beside its log, and its keys. */
export function DetailPage(props: DetailPageProps): ReactNode {
  const { view, namespace, name, detail, up, header, hotkeys, left, more, log, logOf, wider } =
    props;
  const [yaml, setYaml] = useQueryState("yaml", parseAsStringLiteral(["1"]));
  const [marked, setMarked] = useState<string | null>(null);
  const { watch, stale, gone, known } = detail;
  const actions = useWithLogAlone(header?.actions ?? none, namespace, logOf);
  const page = { kind: "object", object: view, namespace, name } as const;
  useDetailKeys({ actions, hotkeys, up, undo: undoLast, showYaml: () => void setYaml("1") });
  const manifest: DetailAction = {
    id: "yaml",
    hotkey: "y",
    label: "YAML",
    icon: FileCode2,
    command: lineOf({ ...page, part: "yaml" }),
    run: () => void setYaml("1"),
  };
  const all = header ? [...actions, manifest] : [];
  return (
    <Shell
      section={tableOf[view]}
      watch={watch}
      command={lineOf({ ...page, part: "row" })}
      dock={
        header ? (
          <Dock subject={`${namespace}/${name}`} actions={all} marked={marked} onMark={setMarked} />
        ) : null
      }
      {...(known ? { statusLine: <Identity owner={known.row.owner} uid={known.row.uid} /> } : {})}
    >
      {detail.feed}
      {header === undefined ? (
        <div className="min-h-0 flex-1 overflow-auto">
          <InPlaceOfObject view={view} namespace={namespace} name={name} detail={detail} />
        </div>
      ) : (
        <>
          <DetailBanners view={view} namespace={namespace} name={name} detail={detail} />
          <FrozenNow value={stale}>
            <div
              data-scroller
              className={`relative flex min-h-0 flex-1 flex-col overflow-auto min-[1100px]:overflow-hidden ${stale === null && !gone ? "" : "stale"}`}
            >
              <DetailHeader {...header} actions={all} name={name} onMark={setMarked} />
              <div
                className={`flex flex-col min-[1100px]:grid min-[1100px]:min-h-0 min-[1100px]:flex-1 ${shares[wider]}`}
              >
                <div className="contents min-[1100px]:relative min-[1100px]:block min-[1100px]:min-h-0 min-[1100px]:min-w-0 min-[1100px]:overflow-auto">
                  <div>{left}</div>
                  <div className="order-3">{more}</div>
                </div>
                <div
                  id="log"
                  className="order-2 flex h-[calc(100dvh-112px)] min-w-0 flex-none flex-col border-line-strong max-[1099px]:border-y min-[1100px]:h-auto min-[1100px]:min-h-0 min-[1100px]:border-l"
                >
                  {log}
                </div>
              </div>
            </div>
          </FrozenNow>
          <Manifest
            object={{ kind: view, namespace, name }}
            open={yaml !== null}
            onOpenChange={(open) => void setYaml(open ? "1" : null)}
          />
        </>
      )}
    </Shell>
  );
}

function Identity(props: { readonly owner: OwnerRef | null; readonly uid: string }): ReactNode {
  const { rich } = useLanguage();
  const { owner, uid } = props;
  return (
    <>
      {owner === null ? null : (
        <span>
          {rich("owner {object}", {
            object: <span className="font-mono">{`${owner.kind}/${owner.name}`}</span>,
          })}
        </span>
      )}
      <span translate="no">
        uid <span className="font-mono">{uid}</span>
      </span>
    </>
  );
}

/** With the log as a page of its own, for a link that opens nothing else. */
function useWithLogAlone(
  actions: readonly DetailAction[],
  namespace: string,
  log: LogTarget | undefined,
): readonly DetailAction[] {
  const router = useRouter();
  const address = log && logAddress(namespace, log);
  const command = log && followCommand(namespace, log);
  return useMemo(() => {
    if (address === undefined || command === undefined) return actions;
    const alone: DetailAction = {
      id: "log-alone",
      hotkey: "L",
      label: text("Log alone"),
      icon: Maximize2,
      command,
      run: () => router.push(address),
    };
    return [...actions, alone];
  }, [actions, address, command, router]);
}

function useDetailKeys(keys: {
  readonly actions: readonly DetailAction[];
  readonly hotkeys: readonly Hotkey[] | undefined;
  readonly up: string;
  readonly undo: () => void;
  readonly showYaml: () => void;
}): void {
  const { actions, hotkeys, up, undo, showYaml } = keys;
  const router = useRouter();
  const frame: readonly Hotkey[] = [
    { keys: "u", does: text("up to the owner"), group: "Move", run: () => router.push(up) },
    {
      keys: "Escape",
      does: text("back"),
      group: "Move",
      // A page that was opened by its address has nothing behind it.
      run: () => (window.history.length > 1 ? router.back() : router.push(up)),
    },
    { keys: "y", does: "YAML", group: "Act on the row", run: showYaml },
    ...actions.map(
      (action): Hotkey => ({
        keys: action.hotkey,
        does: action.label,
        labelled: true,
        group: "Act on the row",
        run: () => action.unavailable ?? action.run(),
      }),
    ),
    { keys: "z", does: text("undo"), group: "Act on the row", run: undo },
  ];
  const own = hotkeys ?? [];
  const others = frame.filter(({ keys }) => !own.some((hotkey) => hotkey.keys === keys));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the keys do follows from these
  useHotkeys(useMemo(() => [...others, ...own], [router, up, actions, hotkeys, undo]));
}
