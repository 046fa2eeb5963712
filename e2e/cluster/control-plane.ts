import { join } from "node:path";
import { componentSpec, type Plan } from "./component.ts";
import type { ClusterFolders } from "./folders.ts";
import { withHosts } from "./node.ts";
import { minorOf } from "./recipe.ts";
import type { ComponentSpec } from "./record.ts";

const issuer = "https://kubernetes.default.svc.cluster.local";

/** Where the kubeconfig of a component lies. */
export function componentKubeconfig(folders: ClusterFolders, name: string): string {
  return join(folders.pki, `${name}.kubeconfig`);
}

/** The API server: loopback only, Node and RBAC authorization, no aggregation layer. */
export function apiServer({ record, folders, pki, binaries }: Plan): ComponentSpec {
  const old = minorOf(record.kubernetes) <= 20;
  const spec = componentSpec(folders, "kube-apiserver", binaries.apiServer, [
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${record.ports.apiServer}`,
    "--endpoint-reconciler-type=none",
    "--service-cluster-ip-range=10.0.0.0/24",
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--allow-privileged=true",
    "--profiling=false",
    `--etcd-servers=https://127.0.0.1:${record.ports.etcd}`,
    `--etcd-cafile=${pki.ca.certificate}`,
    `--etcd-certfile=${pki.apiServerClient.certificate}`,
    `--etcd-keyfile=${pki.apiServerClient.key}`,
    `--client-ca-file=${pki.ca.certificate}`,
    `--tls-cert-file=${pki.apiServer.certificate}`,
    `--tls-private-key-file=${pki.apiServer.key}`,
    `--service-account-issuer=${issuer}`,
    `--service-account-signing-key-file=${pki.serviceAccountKey}`,
    `--service-account-key-file=${pki.serviceAccountPublicKey}`,
    // The cluster's own /etc/hosts maps the node's name to loopback, where the kubelet listens;
    // fake nodes have no Hostname and loopback as their InternalIP.
    "--kubelet-preferred-address-types=Hostname,InternalIP",
    `--kubelet-certificate-authority=${pki.ca.certificate}`,
    `--kubelet-client-certificate=${pki.apiServerClient.certificate}`,
    `--kubelet-client-key=${pki.apiServerClient.key}`,
    // Nothing aggregates here, but the other components look for this and complain without it.
    `--requestheader-client-ca-file=${pki.ca.certificate}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-username-headers=X-Remote-User",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    // Server-side apply needs the OpenAPI definitions that this build of 1.20 lacks.
    ...(old ? ["--insecure-port=0", "--feature-gates=ServerSideApply=false"] : []),
  ]);
  return withHosts(folders, spec);
}

/** The controllers, each with the service account that a real cluster gives it. */
export function controllerManager({ record, folders, pki, binaries }: Plan): ComponentSpec {
  return componentSpec(folders, "kube-controller-manager", binaries.controllerManager, [
    ...leaderlessFlags(folders, "controllerManager", record.ports.controllerManager),
    "--use-service-account-credentials",
    `--service-account-private-key-file=${pki.serviceAccountKey}`,
    `--root-ca-file=${pki.ca.certificate}`,
    `--cluster-signing-cert-file=${pki.ca.certificate}`,
    `--cluster-signing-key-file=${pki.ca.key}`,
    ...(minorOf(record.kubernetes) <= 20 ? ["--port=0"] : []),
  ]);
}

/** The scheduler with its default profile. */
export function scheduler({ record, folders, binaries }: Plan): ComponentSpec {
  return componentSpec(folders, "kube-scheduler", binaries.scheduler, [
    ...leaderlessFlags(folders, "scheduler", record.ports.scheduler),
    ...(minorOf(record.kubernetes) <= 20 ? ["--port=0"] : []),
  ]);
}

// There is one of each, so an election would only delay its start by a lease.
function leaderlessFlags(folders: ClusterFolders, name: string, port: number): string[] {
  const kubeconfig = componentKubeconfig(folders, name);
  return [
    "--leader-elect=false",
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    "--profiling=false",
  ];
}
