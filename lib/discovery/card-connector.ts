import type { EgressOptions } from "@/lib/delivery/egress-client";
import { Refusal } from "@/lib/shared/errors";
import { type JsonObject, NotCanonical } from "@/sdk/canonical";
import { addressOf, protocolOf } from "@/sdk/wire/agent-card";
import type { Key } from "./check-signature";
import type { Connector, Snapshot } from "./connector";
import type { CardFacts } from "./contract";
import { endpointOf } from "./endpoint";
import { type Fetched, fetchCard, NoCard } from "./fetch-card";

export type CardPlace = { url: string; keys: readonly Key[]; options?: EgressOptions };

/** An address with an agent card. That no card is there any more is a whole look too; that nobody answers is none. */
export const cardConnector = {
  source: "card",
  look: async ({ url, keys, options }: CardPlace): Promise<Snapshot> => {
    try {
      const fetched = await fetchCard(url, keys, options);
      return { origin: fetched.url, complete: true, seen: [seenOf(fetched, keys)] };
    } catch (error) {
      if (error instanceof NotCanonical)
        throw new Refusal("conflict", "The card holds what JSON cannot carry exactly, so it cannot be checked.");
      throw error;
    }
  },
} satisfies Connector<CardPlace>;

/** What a second look at a place that had a card comes to, where it has none any more. */
export async function lookAgain(place: CardPlace): Promise<Snapshot> {
  try {
    return await cardConnector.look(place);
  } catch (error) {
    if (error instanceof NoCard) return { origin: place.url, complete: true, seen: [] };
    throw error;
  }
}

const MOST_SKILLS = 50;

function seenOf({ url, card, checked }: Fetched, keys: readonly Key[]) {
  const endpoint = addressOf(card);
  const facts: CardFacts = {
    url,
    description: card.description.slice(0, 2000),
    version: card.version,
    protocol: protocolOf(card),
    endpoint,
    provider: card.provider?.organization ?? null,
    skills: card.skills.slice(0, MOST_SKILLS).map(({ name, description, tags }) => ({
      name,
      description: description.slice(0, 500),
      tags: tags.slice(0, 10),
    })),
    security: Object.keys(card.securitySchemes ?? {})
      .slice(0, 20)
      .map((name) => name.slice(0, 100)),
    signature: checked.state,
    signatureWhy: checked.why,
  };
  return {
    key: "card",
    name: card.name,
    facts: JSON.parse(JSON.stringify({ card: facts, keys })) as JsonObject,
    endpoints: [endpointOf(url), ...(endpoint === null ? [] : [endpointOf(endpoint)])],
  };
}
