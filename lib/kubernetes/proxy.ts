import { BlockList, isIP } from "node:net";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a server, as Go programs such as kubectl read it:
 * HTTPS_PROXY or HTTP_PROXY by the server's scheme, unless NO_PROXY exempts its host; never for
 * loopback. Null for none. (undici's reading of the environment knows neither the last rule nor the
 * CIDR blocks that are usual for clusters.)
 */
export function environmentProxy(server: URL, env: Environment): string | null {
  const name = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = env[name] || env[name.toLowerCase()];
  if (
    !proxy ||
    isLoopback(hostOf(server)) ||
    isExempt(server, env.NO_PROXY || env.no_proxy || "")
  ) {
    return null;
  }
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** NO_PROXY: `*`, or hosts, domains (with or without a leading dot), addresses and CIDR blocks. */
function isExempt(server: URL, list: string): boolean {
  const host = hostOf(server);
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, network = "", bits = ""] = /^([\da-f.:]+)\/(\d+)$/.exec(entry) ?? [];
      if (network !== "") return isInNetwork(host, network, Number(bits));
      const [, name = entry, onlyPort] = /^(.*[^:]):(\d+)$/.exec(entry) ?? [];
      if (isIP(entry) === 0 && onlyPort !== undefined && onlyPort !== port) return false;
      const exempt = isIP(entry) === 0 ? name.replace(/^\*?\.|^\[|\]$/g, "") : entry;
      if (host === exempt) return !name.startsWith(".");
      return isIP(host) === 0 && host.endsWith(`.${exempt}`);
    });
}

function isInNetwork(host: string, network: string, bits: number): boolean {
  const [family, hostFamily] = [isIP(network), isIP(host)];
  if (family === 0 || family !== hostFamily || bits > (family === 4 ? 32 : 128)) return false;
  const kind = family === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  block.addSubnet(network, bits, kind);
  return block.check(host, kind);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Without the brackets of an IPv6 address. */
function hostOf(server: URL): string {
  return server.hostname.replace(/^\[|\]$/g, "");
}
