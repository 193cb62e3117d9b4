/** Gates: what must be true after a sprint, as live facts have it. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { isDay } from "./rules";

export const Day = z.string().refine(isDay, "a calendar day, as 2026-03-31");
export const why = z.string().trim().min(1, "say why").max(500).refine(isStorable, notStorable);

/** A named person carries the risk of one item, until the end of a day. It is never counted as met. */
export const Acceptance = z.object({
  id: z.string(),
  requirement: z.string(),
  /** `kind:id` of the item. */
  item: z.string(),
  itemName: z.string(),
  reason: z.string(),
  untilOn: Day,
  byName: z.string(),
  at: Instant,
});
export type Acceptance = z.infer<typeof Acceptance>;

export const ItemKind = z.enum(["agent", "tool", "finding", "delegation", "requirement"]);
export type ItemKind = z.infer<typeof ItemKind>;

export const GateItem = z.object({
  kind: ItemKind,
  id: z.string(),
  name: z.string(),
  state: z.enum(["failing", "unknown", "accepted"]),
  why: z.string(),
  /** Where it is mended. */
  href: z.string().nullable(),
  acceptance: Acceptance.nullable(),
});
export type GateItem = z.infer<typeof GateItem>;

export const GateRequirement = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["met", "accepted", "unmet", "unknown"]),
  why: z.string(),
  /** How many things were looked at; null where nothing could be. */
  looked: z.int().nullable(),
  failing: z.int(),
  unknown: z.int(),
  accepted: z.int(),
  /** The first of them, failing ones first; the counts are of all. */
  items: z.array(GateItem),
});
export type GateRequirement = z.infer<typeof GateRequirement>;

/** reopened: it was passed before, and fails again. accepted: what fails is carried by named people for a time. */
export const GateState = z.enum(["met", "accepted", "unmet", "reopened", "unknown"]);
export type GateState = z.infer<typeof GateState>;

export const Gate = z.object({
  state: GateState,
  why: z.string(),
  requirements: z.array(GateRequirement),
  /** Newest first, as they were seen about twice a minute. */
  changes: z.array(z.object({ state: GateState, why: z.string(), at: Instant })),
});
export type Gate = z.infer<typeof Gate>;

export const acceptRiskOp = operation({
  id: "plan.acceptRisk",
  http: "POST /v1/plan/acceptances",
  creates: true,
  permission: "risk:accept",
  summary: "Carry the risk of one failing item of a gate until a day, as a person with a name",
  input: z.strictObject({
    requirement: z.string().min(1).max(60),
    itemKind: ItemKind,
    itemId: z.string().min(1).max(200),
    untilOn: Day,
    reason: why,
  }),
  output: Acceptance,
  errors: ["conflict", "forbidden"],
});

export const endAcceptanceOp = operation({
  id: "plan.endAcceptance",
  http: "POST /v1/plan/acceptances/{id}/end",
  permission: "plan:manage",
  summary: "Take an accepted risk back before its end; the item fails again at once",
  input: z.strictObject({ id: idOf("planAcceptance"), reason: why }),
  output: Acceptance,
  errors: ["conflict"],
});
