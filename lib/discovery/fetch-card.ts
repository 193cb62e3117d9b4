/** Private to this folder: an agent card from its address, by the one way out, with what its signature shows. */
import { z } from "zod";
import { EgressAgent, EgressError, type EgressOptions, exchange, targetOf } from "@/lib/delivery/egress-client";
import { Refusal } from "@/lib/shared/errors";
import { AgentCard } from "@/sdk/wire/agent-card";
import { type Checked, checkSignatures, headerOf, type Key } from "./check-signature";

export type Fetched = { url: string; card: AgentCard; raw: Record<string, unknown>; checked: Checked };

/** The place is there, and serves no card: 404 or 410. */
export class NoCard extends Refusal {}

const WELL_KNOWN = ["/.well-known/agent-card.json", "/.well-known/agent.json"];

/** Of an address without a path, the well-known places are tried: today's first, then the one before it. */
export function placesOf(address: string): URL[] {
  const url = new URL(address);
  url.hash = "";
  return url.pathname === "/" ? WELL_KNOWN.map((place) => new URL(place, url)) : [url];
}

export async function fetchCard(
  address: string,
  trusted: readonly Key[],
  options: EgressOptions = {},
): Promise<Fetched> {
  let last: Refusal | null = null;
  for (const url of placesOf(address)) {
    try {
      const raw = await fetchJson(url, options);
      return await read(url, raw, trusted, options);
    } catch (error) {
      if (!(error instanceof NoCard)) throw error;
      last = error;
    }
  }
  throw last ?? new NoCard("conflict", "There is no agent card at this address.");
}

async function read(url: URL, raw: unknown, trusted: readonly Key[], options: EgressOptions): Promise<Fetched> {
  const parsed = AgentCard.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal(
      "conflict",
      `What is served at ${url.host} is no agent card: ${issue?.path.join(".") || "it"}: ${issue?.message ?? "not understood"}.`,
    );
  }
  const card = parsed.data;
  const signatures = card.signatures ?? [];
  const content = raw as Record<string, unknown>;
  const known = new Set(trusted.map(({ kid }) => kid));
  const places = signatures.flatMap((signature) => {
    const header = headerOf(signature);
    const place = header?.jku;
    return place !== undefined && !known.has(header?.kid ?? "") && ofHost(place, url) ? [new URL(place)] : [];
  });
  const own = places[0] ? await keysAt(places[0], options) : [];
  return {
    url: url.href,
    card,
    raw: content,
    checked: checkSignatures({ card: content, signatures, trusted, ofHost: own }),
  };
}

/** Keys from anywhere else would let whoever wrote the card choose who vouches for it, and where we go. */
const ofHost = (place: string, url: URL): boolean => URL.canParse(place) && new URL(place).origin === url.origin;

const KeySet = z.looseObject({ keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string() })).max(50) });

async function keysAt(url: URL, options: EgressOptions): Promise<Key[]> {
  try {
    const parsed = KeySet.safeParse(await fetchJson(url, options));
    return parsed.success ? parsed.data.keys.map((jwk) => ({ kid: jwk.kid ?? "", jwk })) : [];
  } catch (error) {
    // Without its keys the signature is unchecked, which is said; the card is there all the same.
    if (error instanceof Refusal) return [];
    throw error;
  }
}

async function fetchJson(url: URL, options: EgressOptions): Promise<unknown> {
  const { status, body } = await answerOf(url, options);
  if (status === 404 || status === 410)
    throw new NoCard("conflict", `There is no agent card at ${url.href}: it answered ${status}.`);
  if (status !== 200)
    throw new Refusal(
      "conflict",
      `${url.host} answered ${status} instead of an agent card. Redirects are not followed.`,
    );
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal("conflict", `What is served at ${url.host} is not JSON, so it is no agent card.`);
  }
}

async function answerOf(url: URL, options: EgressOptions) {
  let agent: EgressAgent | null = null;
  try {
    agent = new EgressAgent(targetOf(url), options);
    return await exchange({ url, agent, method: "GET", headers: { accept: "application/json" }, body: "" });
  } catch (error) {
    if (error instanceof EgressError) throw new Refusal("conflict", `The card cannot be fetched. ${error.message}`);
    throw error;
  } finally {
    agent?.destroy();
  }
}
