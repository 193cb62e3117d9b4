import type { Actor, Ctx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";

export type Caller = Extract<Actor, { kind: "apiKey" }>;

/** A program asks, by its key: what it asks is recorded under that key, and what people grant is for that key alone. */
export function callerOf({ actor }: Ctx): Caller {
  if (actor.kind === "apiKey") return actor;
  throw new Refusal("forbidden", "Decisions are asked for with an API key: a person's session is none.");
}
