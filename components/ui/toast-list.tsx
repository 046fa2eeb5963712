"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { buttonClass } from "#components/ui/button";
import { showToastsAt, type ToastContent } from "#components/ui/toast";

interface ToastData {
  readonly content: ToastContent;
}

/** As long as a person may take back what it tells of. */
const successMs = 10_000;

export function ToastList(): ReactNode {
  const { say } = useLanguage();
  return (
    <Base.Provider limit={4}>
      <Base.Portal>
        <Base.Viewport
          aria-label={say("Notifications")}
          className="fixed right-3 bottom-20 z-50 flex w-[min(440px,calc(100vw-24px))] flex-col gap-2.5"
        >
          <ToastsHere />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastsHere(): ReactNode {
  const { toasts, add, close } = Base.useToastManager<ToastData>();
  const { say, tell } = useLanguage();
  useEffect(
    () =>
      showToastsAt({
        show(id, content) {
          const failed = content.form === "bad";
          add({
            id,
            // Read out: a failure at once, a success when there is time.
            title: tell(content.title),
            description: [content.quote ?? "", content.text ?? ""]
              .map(tell)
              .filter(Boolean)
              .join(" "),
            timeout: failed ? 0 : successMs,
            priority: failed ? "high" : "low",
            data: { content },
          });
        },
        dismiss: close,
      }),
    [add, close, tell],
  );
  return toasts.map((toast) => {
    const content = toast.data?.content;
    if (!content) return null;
    const failed = content.form === "bad";
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        // Base UI hides an urgent one until it has the focus, although its buttons can be reached.
        aria-hidden={false}
        swipeDirection={["right"]}
        className={`rounded-lg border border-line-strong bg-raised py-2.5 pr-2.5 text-xs leading-normal text-text shadow-float data-limited:hidden ${failed ? "border-l-3 border-l-bad-fill pl-2.5" : "pl-3"}`}
      >
        <Base.Content className="grid grid-cols-[16px_1fr_auto] items-start gap-x-2.5 gap-y-1">
          <span className="col-start-1 row-start-1 pt-0.5">
            <StatusIcon form={content.form} />
          </span>
          <Base.Title className="col-start-2 row-start-1 text-md leading-snug font-medium">
            {tell(content.title)}
          </Base.Title>
          <span className="col-start-3 row-start-1 flex items-center gap-1">
            {failed ? null : content.actions}
            <Base.Close
              aria-label={say("Dismiss")}
              aria-hidden={false}
              className={buttonClass({ variant: "ghost", size: "sm", square: true })}
            >
              <X aria-hidden />
            </Base.Close>
          </span>
          {content.quote === undefined ? null : (
            <p className="col-start-2 col-end-4 rounded-sm bg-sunken px-2 py-1.5 font-mono text-2xs leading-relaxed break-words text-text-2">
              {tell(content.quote)}
            </p>
          )}
          {content.text === undefined ? null : (
            <p className="col-start-2 col-end-4 text-text-2">{tell(content.text)}</p>
          )}
          {failed && content.actions ? (
            <div className="col-start-2 col-end-4 mt-1 flex gap-2">{content.actions}</div>
          ) : null}
        </Base.Content>
      </Base.Root>
    );
  });
}
