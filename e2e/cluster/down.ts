import { parseArgs } from "node:util";
import { stopCluster } from "./cluster.ts";
import { newestKubernetes } from "./recipe.ts";
import { clusterNames } from "./record.ts";
import { defaultName } from "./start.ts";

const usage = `npm run cluster:down -- [--name NAME | --all]

Ends a cluster that npm run cluster:up started, and removes its files. The last one gives the
machine back the kernel settings it had before the first.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      name: { type: "string" },
      all: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (process.platform !== "linux") {
    process.stderr.write("No cluster can have been started here\n");
    return 0;
  }
  const names = values.all ? clusterNames() : [values.name ?? defaultName(newestKubernetes)];
  for (const name of names) {
    const known = clusterNames().includes(name);
    await stopCluster(name);
    process.stderr.write(known ? `Cluster ${name} is gone\n` : `There is no cluster ${name}\n`);
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: NodeJS.ErrnoException) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.code?.startsWith("ERR_PARSE_ARGS") ? 2 : 1);
  },
);
