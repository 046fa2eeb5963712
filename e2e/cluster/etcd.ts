import { componentSpec, type Plan } from "./component.ts";
import type { ComponentSpec } from "./record.ts";

/** etcd for one API server: data in the cluster's folder, TLS with client certificates. */
export function etcd({ record, folders, pki, binaries }: Plan): ComponentSpec {
  const clientUrl = `https://127.0.0.1:${record.ports.etcd}`;
  const peerUrl = `http://127.0.0.1:${record.ports.etcdPeer}`;
  return componentSpec(folders, "etcd", binaries.etcd, [
    "--name=etcd",
    `--data-dir=${folders.etcd}`,
    `--listen-client-urls=${clientUrl}`,
    `--advertise-client-urls=${clientUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=etcd=${peerUrl}`,
    "--client-cert-auth",
    `--trusted-ca-file=${pki.ca.certificate}`,
    `--cert-file=${pki.etcd.certificate}`,
    `--key-file=${pki.etcd.key}`,
    "--log-level=warn",
    // A power cut may lose a test cluster; every write waiting for the disk would cost more.
    "--unsafe-no-fsync",
  ]);
}
