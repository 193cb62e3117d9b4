import type { z } from "zod";
import type { AgentDraft } from "./agent-draft";

/** A select's text as the word that it is; anything else changes nothing. */
export function parsedAs<K extends keyof AgentDraft>(
  schema: z.ZodType<AgentDraft[K]>,
  field: K,
  text: string,
): Partial<AgentDraft> {
  const parsed = schema.safeParse(text);
  return parsed.success ? ({ [field]: parsed.data } as Partial<AgentDraft>) : {};
}
