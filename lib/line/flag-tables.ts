import { type Flag, flagTable } from "#lib/line/flag";

/** The flags of kubectl 1.37, as its `--help` and its `options` list them. */

export const globalFlags = flagTable(`
  --as string
  --as-group strings
  --as-uid string
  --as-user-extra strings
  --cache-dir string
  --certificate-authority string
  --client-certificate string
  --client-key string
  --cluster string
  --context string
  --disable-compression bool
  --insecure-skip-tls-verify bool
  --kubeconfig string
  --kuberc string
  --log-flush-frequency duration
  --match-server-version bool
  -n --namespace string
  --password string
  --profile string
  --profile-output string
  --proxy-url string
  --request-timeout string
  -s --server string
  --tls-server-name string
  --token string
  --user string
  --username string
  -v --v int
  --vmodule string
  --warnings-as-errors bool
`);

const printed = flagTable(`
  --allow-missing-template-keys bool
  -o --output string
  --show-managed-fields bool
  --template string
`);

const files = flagTable(`
  -f --filename strings
  -k --kustomize string
  -R --recursive bool
`);

const get = flagTable(`
  -A --all-namespaces bool
  --chunk-size int
  --field-selector string
  --ignore-not-found bool
  -L --label-columns strings
  --no-headers bool
  --output-watch-events bool
  --raw string
  -l --selector string
  --server-print bool
  --show-kind bool
  --show-labels bool
  --sort-by string
  --subresource string
  -w --watch bool
  --watch-only bool
`);

const describe = flagTable(`
  -A --all-namespaces bool
  --chunk-size int
  -l --selector string
  --show-events bool
`);

const logs = flagTable(`
  --all-containers bool
  --all-pods bool
  -c --container string
  -f --follow bool
  --ignore-errors bool
  --insecure-skip-tls-verify-backend bool
  --limit-bytes int
  --max-log-requests int
  --pod-running-timeout duration
  --prefix bool
  -p --previous bool
  -l --selector string
  --since duration
  --since-time string
  --tail int
  --timestamps bool
`);

const createJob = flagTable(`
  --dry-run string =unchanged
  --field-manager string
  --from string
  --image string
  --save-config bool
  --validate string =strict
`);

const patch = flagTable(`
  --dry-run string =unchanged
  --field-manager string
  --local bool
  -p --patch string
  --patch-file string
  --record bool
  --subresource string
  --type string
`);

const remove = flagTable(`
  --all bool
  -A --all-namespaces bool
  --cascade string =background
  --dry-run string =unchanged
  --field-selector string
  --force bool
  --grace-period int
  --ignore-not-found bool
  -i --interactive bool
  --now bool
  -o --output string
  --raw string
  -l --selector string
  --timeout duration
  --wait bool
`);

const events = flagTable(`
  -A --all-namespaces bool
  --chunk-size int
  --for string
  --no-headers bool
  --types strings
  -w --watch bool
`);

const canI = flagTable(`
  -A --all-namespaces bool
  --list bool
  --no-headers bool
  -q --quiet bool
  --subresource string
`);

const getContexts = flagTable(`
  --no-headers bool
  -o --output string
`);

/** The flags of each command that Batchboard reads, by its words; those of `globalFlags` are added. */
export const commandFlags = {
  get: [...get, ...printed, ...files],
  describe: [...describe, ...files],
  logs,
  "create job": [...createJob, ...printed],
  patch: [...patch, ...printed, ...files],
  delete: [...remove, ...files],
  events: [...events, ...printed],
  "auth can-i": canI,
  "config use-context": [],
  "config current-context": [],
  "config get-contexts": getContexts,
} as const satisfies Readonly<Record<string, readonly Flag[]>>;

export type CommandWords = keyof typeof commandFlags;
