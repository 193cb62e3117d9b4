/**
 * The one plain form of a host. A host that can be read in more than one way is refused, not guessed at: `2130706433`,
 * `0x7f.1`, `127.1`, `localhost.`, `user@host`, a name in two scripts.
 */
import net from "node:net";

const NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Null when `text` is not the name or address of a host in a form that everyone reads alike. IPv6 comes with brackets or without. */
export function hostOf(text: string): string | null {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (net.isIPv4(bare)) return bare === text ? bare : null;
  if (net.isIPv6(bare)) return plainIPv6(bare);
  const name = text.toLowerCase();
  // `xn--` would be shown as letters that look like others.
  if (!NAME.test(name) || name.split(".").some((label) => label.startsWith("xn--"))) return null;
  return name;
}

/** An IPv4 address in the clothes of IPv6 is that IPv4 address: it must not slip past a rule about it. */
function plainIPv6(text: string): string | null {
  if (text.includes("%")) return null;
  const plain = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain);
  if (!mapped) return plain;
  const [high, low] = [Number.parseInt(mapped[1] ?? "", 16), Number.parseInt(mapped[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

export type Authority = { host: string; port: number };

/** `host:port`, with the port that goes without saying. Null for anything odd, a user name before the host among it. */
export function authorityOf(text: string, defaultPort: number | null): Authority | null {
  const [, name = "", digits] = /^(\[[0-9a-fA-F:.]+\]|[^:@/?#\\\s]+)(?::([1-9]\d{0,4}))?$/.exec(text) ?? [];
  const host = hostOf(name);
  const port = digits === undefined ? defaultPort : Number(digits);
  if (host === null || port === null || port > 65_535) return null;
  return { host, port };
}

export const written = ({ host, port }: Authority): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;
