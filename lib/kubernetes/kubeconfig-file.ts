import { dirname, isAbsolute, join, sep } from "node:path";
import { parse } from "yaml";
import type { ExecConfig } from "#lib/kubernetes/exec-plugin";
import { reduce, type Shape } from "#lib/kubernetes/reduction";

/** The entries of one kubeconfig file; paths in them are absolute. Names are not unique. */
export interface KubeconfigFile {
  readonly currentContext: string;
  readonly clusters: readonly ClusterEntry[];
  readonly users: readonly UserEntry[];
  readonly contexts: readonly ContextEntry[];
}

export interface ClusterEntry {
  readonly name: string;
  readonly server: string;
  readonly skipTLSVerify: boolean;
  readonly caData?: string | undefined;
  readonly caFile?: string | undefined;
  readonly tlsServerName?: string | undefined;
  readonly proxyUrl?: string | undefined;
}

export interface UserEntry {
  readonly name: string;
  readonly certData?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyData?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly impersonate?: Impersonation | undefined;
  readonly exec?: ExecConfig | undefined;
  readonly authProvider?: AuthProvider | undefined;
}

export interface Impersonation {
  readonly user?: string | undefined;
  readonly uid?: string | undefined;
  readonly groups: readonly string[];
}

export interface AuthProvider {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface ContextEntry {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
}

/** What we read of the file, by its own names. */
const shape: Shape = {
  fields: {
    "current-context": "string",
    clusters: {
      each: {
        name: "string",
        cluster: {
          fields: {
            server: "string",
            "insecure-skip-tls-verify": "boolean",
            "certificate-authority": "string",
            "certificate-authority-data": "string",
            "tls-server-name": "string",
            "proxy-url": "string",
          },
        },
      },
    },
    users: {
      each: {
        name: "string",
        user: {
          fields: {
            "client-certificate": "string",
            "client-certificate-data": "string",
            "client-key": "string",
            "client-key-data": "string",
            token: "string",
            tokenFile: "string",
            username: "string",
            password: "string",
            as: "string",
            "as-uid": "string",
            "as-groups": "list",
            exec: {
              fields: {
                apiVersion: "string",
                command: "string",
                args: "list",
                env: { each: { name: "string", value: "string" } },
                installHint: "string",
                provideClusterInfo: "boolean",
              },
            },
            "auth-provider": { fields: { name: "string", config: "texts" } },
          },
        },
      },
    },
    contexts: {
      each: {
        name: "string",
        context: { fields: { cluster: "string", user: "string", namespace: "string" } },
      },
    },
  },
};

/** The shape as a type. */
interface Raw {
  readonly "current-context"?: string;
  readonly clusters?: readonly {
    readonly name?: string;
    readonly cluster?: Readonly<Record<string, string>> & {
      readonly "insecure-skip-tls-verify"?: boolean;
    };
  }[];
  readonly users?: readonly { readonly name?: string; readonly user?: RawUser }[];
  readonly contexts?: readonly {
    readonly name?: string;
    readonly context?: Readonly<Record<string, string>>;
  }[];
}

interface RawUser {
  readonly [field: string]: unknown;
}
