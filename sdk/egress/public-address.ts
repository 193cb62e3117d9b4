/** Which addresses are of the public internet. All others (private, loopback, link-local with the metadata service, and so on) are not. */
import net from "node:net";

const NOT_PUBLIC_4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

/** Of IPv6 only the global unicast range is public, and in it not what carries an IPv4 address or is for examples. */
const NOT_PUBLIC_6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const refused = new net.BlockList();
for (const [address, bits] of NOT_PUBLIC_4) refused.addSubnet(address, bits, "ipv4");
for (const [address, bits] of NOT_PUBLIC_6) refused.addSubnet(address, bits, "ipv6");
const global6 = new net.BlockList();
global6.addSubnet("2000::", 3, "ipv6");

export function isPublic(address: string): boolean {
  if (net.isIPv4(address)) return !refused.check(address, "ipv4");
  return net.isIPv6(address) && global6.check(address, "ipv6") && !refused.check(address, "ipv6");
}
