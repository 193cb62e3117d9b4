/**
 * An A2A agent card (version 1.0, and the shape before it): what an agent says of itself. Members that nobody here reads are let
 * through, since extensions add to it.
 */
import { z } from "zod";

const Text = (max: number) => z.string().max(max);

export const CardSignature = z.looseObject({
  protected: Text(8000),
  signature: Text(8000),
  header: z.record(z.string(), z.unknown()).optional(),
});
export type CardSignature = z.infer<typeof CardSignature>;

const Interface = z.looseObject({
  url: Text(1000),
  protocolBinding: Text(60).optional(),
  transport: Text(60).optional(),
});

export const AgentCard = z.looseObject({
  name: Text(200).min(1),
  description: Text(4000).default(""),
  version: Text(60).default(""),
  /** Since 1.0; before it the one address stood in `url`. */
  supportedInterfaces: z.array(Interface).max(50).optional(),
  additionalInterfaces: z.array(Interface).max(50).optional(),
  url: Text(1000).optional(),
  protocolVersion: Text(20).optional(),
  provider: z.looseObject({ organization: Text(200).optional(), url: Text(1000).optional() }).nullish(),
  capabilities: z.looseObject({}),
  skills: z
    .array(
      z.looseObject({
        id: Text(200),
        name: Text(200),
        description: Text(4000).default(""),
        tags: z.array(Text(100)).max(50).default([]),
      }),
    )
    .max(200),
  securitySchemes: z.record(z.string(), z.unknown()).optional(),
  signatures: z.array(CardSignature).max(10).optional(),
});
export type AgentCard = z.infer<typeof AgentCard>;

/** Where it is reached; null where it says no such place. */
export const addressOf = ({ supportedInterfaces, url }: AgentCard): string | null =>
  supportedInterfaces?.[0]?.url ?? url ?? null;

/** 1.0 gives the version with each interface. */
export function protocolOf(card: AgentCard): string {
  const first = card.supportedInterfaces?.[0] as { protocolVersion?: unknown } | undefined;
  const said = typeof first?.protocolVersion === "string" ? first.protocolVersion : card.protocolVersion;
  return said ?? "not said";
}
