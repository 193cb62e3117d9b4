/** Finds the one address that a request goes to. It is looked up once and used as it was judged: no second answer can replace it. */
import { lookup } from "node:dns/promises";
import net from "node:net";
import { messageOf } from "../pep/logger.ts";
import { hostOf } from "./host-name.ts";
import { isPublic } from "./public-address.ts";
import { Refused } from "./refused.ts";

export type Resolve = (host: string) => Promise<string[]>;

/** An answer is good for a moment. Each use of it is judged anew, so an old one lets nothing through that a new one would not. */
const GOOD_FOR_MS = 5_000;
const MOST_KEPT = 1_000;
const answers = new Map<string, { until: number; addresses: Promise<string[]> }>();

export const systemResolve: Resolve = (host) => {
  const now = performance.now();
  const known = answers.get(host);
  if (known && known.until > now) return known.addresses;
  if (answers.size >= MOST_KEPT) answers.clear();
  const addresses = lookup(host, { all: true }).then((found) => found.map(({ address }) => address));
  answers.set(host, { until: now + GOOD_FOR_MS, addresses });
  addresses.catch(() => answers.delete(host));
  return addresses;
};

export async function pinAddress(host: string, allowed: readonly string[], resolve: Resolve): Promise<string> {
  const found = net.isIP(host) ? [host] : await resolved(host, resolve);
  const plain = found.flatMap((address) => hostOf(address) ?? []);
  // One bad address among good ones is an attempt: the whole name is refused.
  const bad = plain.find((address) => !isPublic(address) && !allowed.includes(address));
  if (bad !== undefined)
    throw new Refused(
      403,
      `${host} stands at ${bad}, which is not of the public internet, and its rule does not name that address.`,
    );
  const [first] = plain;
  if (first === undefined) throw new Refused(502, `${host} has no address.`);
  return first;
}

async function resolved(host: string, resolve: Resolve): Promise<string[]> {
  try {
    return await resolve(host);
  } catch (error) {
    throw new Refused(502, `The address of ${host} cannot be found (${messageOf(error)}).`);
  }
}
