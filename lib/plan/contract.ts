/** The 90-day plan: three sprints of thirty days, each with a gate that live facts open. */
import { z } from "zod";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { Acceptance, Day, Gate, why } from "./gate-contract";
import { isTimeZone, MONDAY_TO_FRIDAY } from "./rules";

const TimeZone = z.string().max(60).refine(isTimeZone, "a time zone of the IANA list, as Europe/Zurich");
const WorkingDays = z
  .array(z.int().min(1).max(7))
  .min(1, "people must work on some day")
  .max(7)
  .transform((days) => [...new Set(days)].sort());

export const Baseline = z.object({
  number: z.int(),
  startsOn: Day,
  timeZone: z.string(),
  workingDays: z.array(z.int()),
  /** Why it was planned anew; null for the first. */
  reason: z.string().nullable(),
  byName: z.string(),
  at: Instant,
});

export const Sprint = z.object({
  number: z.int(),
  title: z.string(),
  goal: z.string(),
  deliverable: z.string(),
  from: Day,
  until: Day,
  tasks: z.object({ total: z.int(), closed: z.int(), overdue: z.int() }),
  gate: Gate,
});
export type Sprint = z.infer<typeof Sprint>;

export const Plan = z.object({
  id: z.string(),
  startsOn: Day,
  endsOn: Day,
  timeZone: z.string(),
  workingDays: z.array(z.int()),
  /** In the plan's own zone. */
  today: Day,
  startedByName: z.string(),
  startedAt: Instant,
  /** Newest first. */
  baselines: z.array(Baseline),
  sprints: z.array(Sprint),
  /** Those that count now. */
  acceptances: z.array(Acceptance),
  /** With thousands of agents, the worker's last look at them, about half a minute ago; else now. */
  gatesAsOf: Instant,
});
export type Plan = z.infer<typeof Plan>;

export const EndedPlan = z.object({
  id: z.string(),
  startsOn: Day,
  endedAt: Instant,
  endedByName: z.string(),
  endReason: z.string(),
});
export type EndedPlan = z.infer<typeof EndedPlan>;

export const getPlanOp = operation({
  id: "plan.getPlan",
  http: "GET /v1/plan",
  permission: "plan:read",
  summary: "Read the active plan, with its gates computed from what is stored",
  input: Nothing,
  output: z.object({
    asOf: Instant,
    plan: Plan.nullable(),
    /** Newest first. */
    earlier: z.array(EndedPlan),
  }),
});

export const startPlanOp = operation({
  id: "plan.startPlan",
  http: "POST /v1/plan",
  creates: true,
  permission: "plan:manage",
  summary: "Start the 90-day plan of the organisation, today or later",
  input: z.strictObject({
    startsOn: Day,
    timeZone: TimeZone,
    workingDays: WorkingDays.default(MONDAY_TO_FRIDAY),
  }),
  output: Plan,
  errors: ["conflict"],
});

export const replanOp = operation({
  id: "plan.replan",
  http: "POST /v1/plan/replan",
  permission: "plan:manage",
  summary: "Plan what is still open anew; what was planned before is kept as a baseline",
  input: z.strictObject({
    startsOn: Day,
    timeZone: TimeZone.optional(),
    workingDays: WorkingDays.optional(),
    reason: why,
  }),
  output: Plan,
  errors: ["conflict"],
});

export const endPlanOp = operation({
  id: "plan.endPlan",
  http: "POST /v1/plan/end",
  permission: "plan:manage",
  summary: "End the active plan with a reason; its record stays",
  input: z.strictObject({ reason: why }),
  output: EndedPlan,
  errors: ["conflict"],
});
