/**
 * Which addresses the console may connect to. Only what is public, or what the operator allowed by range: an address that
 * somebody typed into a form must not become a way into the network that the console stands in.
 */
import { BlockList, isIP, isIPv4 } from "node:net";

type Family = "ipv4" | "ipv6";
const blockList = (family: Family, ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [base = "", bits = ""] = range.split("/");
    list.addSubnet(base, Number(bits), family);
  }
  return list;
};

/** Everything that IANA's special-purpose registry keeps from being a public host. */
const special4 = blockList("ipv4", [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
]);
/** Within the one public range of IPv6: tunnels that carry an IPv4 address inside, and what is for documents and tests. */
const special6 = blockList("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);
const public6 = blockList("ipv6", ["2000::/3"]);
/** Where clouds hand out credentials: refused whatever the operator allows. */
const metadata4 = blockList("ipv4", [
  "169.254.169.254/32",
  "169.254.170.2/32",
  "168.63.129.16/32",
  "100.100.100.200/32",
]);
const metadata6 = blockList("ipv6", ["fd00:ec2::254/128", "fd20:ce::254/128"]);

export type EgressAllow = { v4: BlockList; v6: BlockList };

/** Reads the operator's setting; throws with the part that is wrong, so that a typo does not silently allow nothing. */
export function parseAllow(text: string): EgressAllow {
  const allow = { v4: new BlockList(), v6: new BlockList() };
  for (const range of text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [base = "", bits] = range.split("/");
    const family = isIP(base);
    const longest = family === 4 ? 32 : 128;
    const length = bits === undefined ? longest : Number(bits);
    if (family === 0 || bits === "" || !Number.isInteger(length) || length < 0 || length > longest) {
      throw new Error(`GATEHOUSE_EGRESS_ALLOW: "${range}" is not an address range such as 10.20.0.0/16.`);
    }
    if (family === 4) allow.v4.addSubnet(base, length, "ipv4");
    else allow.v6.addSubnet(base, length, "ipv6");
  }
  return allow;
}

export type Verdict = "public" | "allowed" | "refused";

/** The IPv4 address that an IPv6 address maps to, in whichever of its spellings. */
function mapped(address: string): string | null {
  const { hostname } = new URL(`http://[${address}]`);
  const parts = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname);
  if (!parts) return null;
  const [high, low] = [Number.parseInt(parts[1] ?? "", 16), Number.parseInt(parts[2] ?? "", 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** Judges an address as the resolver gave it; what is not an address is refused. */
export function judge(address: string, allow: EgressAllow): Verdict {
  if (isIPv4(address)) {
    if (metadata4.check(address, "ipv4")) return "refused";
    if (!special4.check(address, "ipv4")) return "public";
    return allow.v4.check(address, "ipv4") ? "allowed" : "refused";
  }
  // A zone ("fe80::1%eth0") names an interface of this machine: never public.
  if (isIP(address) !== 6 || address.includes("%")) return "refused";
  const inside = mapped(address);
  if (inside) return judge(inside, allow);
  if (metadata6.check(address, "ipv6")) return "refused";
  if (public6.check(address, "ipv6") && !special6.check(address, "ipv6")) return "public";
  return allow.v6.check(address, "ipv6") ? "allowed" : "refused";
}
