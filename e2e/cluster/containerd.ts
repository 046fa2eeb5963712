import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { componentSpec, type Plan } from "./component.ts";
import { nodePaths } from "./node.ts";
import { readProc } from "./process.ts";
import type { ComponentSpec } from "./record.ts";
import { findCniPlugins, findCommand } from "./requirements.ts";

/** containerd for one node, with its images from the loopback mirror and a network of its own. */
export async function containerd({ record, folders }: Plan): Promise<ComponentSpec> {
  const configuration = join(folders.containerd, "config.toml");
  const registries = join(folders.containerd, "registries");
  const networks = join(folders.cni, "net.d");
  await mkdir(join(registries, "_default"), { recursive: true });
  await mkdir(networks, { recursive: true });
  const mirror = `http://127.0.0.1:${record.ports.imageMirror}`;
  // As the server too, so that containerd asks nobody else when the mirror lacks an image.
  await writeFile(
    join(registries, "_default/hosts.toml"),
    `server = "${mirror}"\n[host."${mirror}"]\n  capabilities = ["pull", "resolve"]\n`,
  );
  await writeFile(join(networks, "10-ptp.conflist"), network(record.name, record.subnet));
  await writeFile(configuration, configurationText(folders.containerd, registries, networks));
  return componentSpec(folders, "containerd", "containerd", ["--config", configuration]);
}

/** The command line, to be run on the node, that pulls an image as the kubelet would. */
export function pullCommand(registries: string, image: string): string[] {
  return [
    ...["ctr", "--address", nodePaths.containerdSocket, "--namespace", "k8s.io"],
    ...["images", "pull", "--hosts-dir", registries, image],
  ];
}

function configurationText(root: string, registries: string, networks: string): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = "${join(root, "root")}"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.internal.v1.tracing", "io.containerd.tracing.processor.v1.otlp",
]

[grpc]
  address = "${nodePaths.containerdSocket}"

[plugins."io.containerd.internal.v1.opt"]
  path = "${join(root, "opt")}"

[${cri}]
  sandbox_image = "localhost/pause:1"
  # Lowering an oom_score_adj takes CAP_SYS_RESOURCE, which a container or a sandbox may lack.
  restrict_oom_score_adj = ${!maySetResources()}

  [${cri}.cni]
    bin_dir = "${findCniPlugins()}"
    conf_dir = "${networks}"

  [${cri}.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [${cri}.containerd.runtimes.runc.options]
      BinaryName = "${findCommand("runc")}"
      SystemdCgroup = false

  [${cri}.registry]
    config_path = "${registries}"
`;
}

function network(cluster: string, subnet: number): string {
  return JSON.stringify({
    cniVersion: "0.4.0",
    name: `batchboard-${cluster}`,
    plugins: [
      {
        type: "ptp",
        ipMasq: false,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet: `10.244.${subnet}.0/24` }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
    ],
  });
}

// Bit 24 of the effective capabilities.
function maySetResources(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readProc(process.pid, "status"))?.[1] ?? "0";
  return ((BigInt(`0x${effective}`) >> 24n) & 1n) === 1n;
}
