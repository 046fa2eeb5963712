// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema

const mountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
const prefix = "kube-api-access-";

/**
 * Mounts the token of a Pod's service account, as the admission plugin ServiceAccount does: into each
 * container that has nothing at its place. `volumeName` is used where the Pod brings no such volume.
 */
export function mountToken(spec: any, account: any, volumeName: string): void {
  if (!(spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true)) return;
  const brought = (spec.volumes ?? []).find((volume: any) => volume.name.startsWith(prefix));
  const name = brought?.name ?? volumeName;
  let isMounted = false;
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    const mounts = container.volumeMounts ?? [];
    if (mounts.some((mount: any) => mount.mountPath === mountPath)) continue;
    container.volumeMounts = [...mounts, { name, readOnly: true, mountPath }];
    isMounted = true;
  }
  if (!brought && isMounted) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

/** The name of such a volume, from five random letters. */
export const tokenVolumeName = (suffix: string): string => prefix + suffix;

const tokenVolume = (name: string) => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      {
        downwardAPI: {
          items: [
            { path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } },
          ],
        },
      },
    ],
    defaultMode: 420,
  },
});
