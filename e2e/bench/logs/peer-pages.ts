import { join } from "node:path";
import { build, preview } from "vite";

/** The log viewers of npm that ours is compared with, each bundled into a page of its own. */
export const peers = {
  patternfly: "@patternfly/react-log-viewer",
  melloware: "@melloware/react-logviewer",
} as const;
export type Peer = keyof typeof peers;
export const peerNames = Object.keys(peers) as Peer[];

export interface PeerPages {
  /** The address of a page that shows the log at `url`. */
  address(peer: Peer, url: string, follow: boolean): string;
  close(): Promise<void>;
}

/** Bundles the pages into `folder`, as for production, and serves them on loopback. */
export async function servePeerPages(folder: string): Promise<PeerPages> {
  const root = join(import.meta.dirname, "peers");
  const outDir = join(folder, "peers");
  const common = { configFile: false, logLevel: "error", root } as const;
  const input = peerNames.map((peer) => join(root, `${peer}.html`));
  await build({ ...common, build: { outDir, emptyOutDir: true, rolldownOptions: { input } } });
  const host = { host: "127.0.0.1", port: 0 };
  const server = await preview({ ...common, build: { outDir }, preview: host });
  const [origin = ""] = server.resolvedUrls?.local ?? [];
  return {
    address(peer, url, follow) {
      const query = new URLSearchParams({ log: url, ...(follow ? { follow: "1" } : {}) });
      return `${origin}${peer}.html?${query}`;
    },
    close: () => server.close(),
  };
}
