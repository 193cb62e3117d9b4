/** Cedar's ipaddr: an IPv4 or IPv6 address with a prefix length. */
import { EvaluationFailure } from "./failure.ts";
import { Structured } from "./values.ts";

const WIDTH = { 4: 32n, 6: 128n } as const;
/** Longest text that Cedar reads: eight groups of four and `/128`. */
const MAX_TEXT = 43;
const PREFIX = /^(0|[1-9]\d{0,2})$/;
const OCTET = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

export class IpAddress extends Structured {
  readonly type = "ipaddr";

  private constructor(
    readonly version: 4 | 6,
    private readonly address: bigint,
    private readonly prefix: bigint,
  ) {
    super();
  }

  static parse(text: string): IpAddress {
    const address = text.length <= MAX_TEXT ? parse(text) : null;
    if (!address) throw new EvaluationFailure("the text is not an IP address");
    return new IpAddress(address.version, address.bits, address.prefix);
  }

  isLoopback(): boolean {
    return this.version === 4 ? this.leads(127n, 8n) : this.address === 1n && this.prefix === WIDTH[6];
  }

  isMulticast(): boolean {
    return this.version === 4 ? this.leads(0xen, 4n) : this.leads(0xffn, 8n);
  }

  /** True when every address of this range is one of the other's. */
  isInRange(range: IpAddress): boolean {
    if (this.version !== range.version || this.prefix < range.prefix) return false;
    const host = WIDTH[this.version] - range.prefix;
    return this.address >> host === range.address >> host;
  }

  identity(): string {
    return `ip${this.version}(${this.address}/${this.prefix})`;
  }

  /** Whether all addresses of the range start with these `length` bits. */
  private leads(bits: bigint, length: bigint): boolean {
    return this.prefix >= length && this.address >> (WIDTH[this.version] - length) === bits;
  }
}

function parse(text: string): { version: 4 | 6; bits: bigint; prefix: bigint } | null {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const version = address.includes(":") ? 6 : 4;
  const bits = version === 6 ? parseV6(address) : parseV4(address);
  if (bits === null) return null;
  if (slash < 0) return { version, bits, prefix: WIDTH[version] };
  const prefix = text.slice(slash + 1);
  if (!PREFIX.test(prefix) || BigInt(prefix) > WIDTH[version]) return null;
  return { version, bits, prefix: BigInt(prefix) };
}

function parseV4(text: string): bigint | null {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255)) return null;
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

/** `::` stands for at least one group; IPv4 in the tail is refused, as Cedar does. */
function parseV6(text: string): bigint | null {
  const [head = "", tail, ...rest] = text.split("::");
  if (rest.length > 0) return null;
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array<string>(missing).fill("0"), ...after];
  if (!groups.every((group) => GROUP.test(group))) return null;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
