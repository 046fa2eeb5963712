import type { Place, WidePlace } from "#lib/line/command";
import type { ReadFlags } from "#lib/line/read-flags";
import { Refused } from "#lib/line/refusal";

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
      const message = `Batchboard asks with the kubeconfig it was started with. Nearest: the same without --${name}, or with --context`;
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
export function refuseFlags(flags: ReadFlags, nearest: Readonly<Record<string, string>>): void {
  for (const [name, sentence] of Object.entries(nearest)) {
    const value = flags.text(name);
    if (flags.given(name) && value !== "false" && value !== "") {
      throw new Refused("beyond", sentence, flags.at(name));
    }
  }
}

/** What flags that name files are told. */
export const noFiles = "Batchboard reads no files: name the objects. Nearest: kubectl get job NAME";
