import type { Place, WidePlace } from "#lib/line/command";
import type { ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused } from "#lib/line/refusal";
import { type Text, text } from "#lib/texts/text";

/** Global flags that ask as somebody else, or somewhere else, than Batchboard was started to. */
const identity = [
  "as",
  "as-group",
  "as-uid",
  "as-user-extra",
  "certificate-authority",
  "client-certificate",
  "client-key",
  "cluster",
  "insecure-skip-tls-verify",
  "kubeconfig",
  "password",
  "proxy-url",
  "server",
  "tls-server-name",
  "token",
  "user",
  "username",
];

const timeout =
  "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)";

/** Where a command acts; throws `Refused` for global flags that Batchboard cannot follow. */
export function readPlace(flags: ReadFlags): Place {
  const requestTimeout = flags.text("request-timeout");
  if (!/^(?:\d+(?:ns|us|µs|ms|s|m|h)?)*$/.test(requestTimeout)) {
    throw new Refused("argument", timeout, flags.at("request-timeout"));
  }
  for (const name of identity) {
    if (flags.text(name) !== "" && flags.text(name) !== "false") {
      const message = nearestTo(
        text("Batchboard asks with the kubeconfig it was started with"),
        text("the same without {flag}, or with {other}", { flag: `--${name}`, other: "--context" }),
      );
      throw new Refused("beyond", message, flags.at(name));
    }
  }
  return {
    context: flags.text("context") || null,
    namespace: flags.text("namespace") || null,
  };
}

export function readWidePlace(flags: ReadFlags): WidePlace {
  const { context, namespace } = readPlace(flags);
  const allNamespaces = flags.isSet("all-namespaces");
  return { context, namespace: allNamespaces ? null : namespace, allNamespaces };
}

/** Throws `Refused` for the first of these flags that asks for something. */
export function refuseFlags(flags: ReadFlags, beyond: Readonly<Record<string, Text>>): void {
  for (const [name, message] of Object.entries(beyond)) {
    const value = flags.text(name);
    if (flags.given(name) && value !== "false" && value !== "") {
      throw new Refused("beyond", message, flags.at(name));
    }
  }
}

/** What flags that name files are told. */
export const noFiles = nearestTo(
  text("Batchboard reads no files: name the objects"),
  "kubectl get job NAME",
);

/** What `--template` is told by commands that print something without it. */
export const noTemplates = nearestTo(
  text("Batchboard fills in no templates"),
  text("the same without {flag}", { flag: "--template" }),
);

/** What `--dry-run` is told by commands that ask before they change something. */
export const askedFirst = nearestTo(
  text("The dialog says what will happen before anything is done"),
  text("the same without {flag}", { flag: "--dry-run" }),
);
