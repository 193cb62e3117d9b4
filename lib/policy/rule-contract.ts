/** What a checkpoint rule says: who must agree, who may not, when its clock runs, and who is told when. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { Role } from "@/lib/shared/permissions";

/** Who may count towards a stage. Groups are worked out anew at each decision. */
export const ApproverGroup = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("owner") }),
  z.strictObject({ kind: z.literal("backup") }),
  z.strictObject({ kind: z.literal("ownerOrBackup") }),
  /** The team of people that the agent's `team` names. */
  z.strictObject({ kind: z.literal("agentTeam") }),
  z.strictObject({ kind: z.literal("team"), id: idOf("team") }),
  z.strictObject({ kind: z.literal("role"), role: Role }),
  z.strictObject({ kind: z.literal("people"), ids: z.array(idOf("user")).min(1).max(50) }),
]);
export type ApproverGroup = z.infer<typeof ApproverGroup>;
const Groups = z.array(ApproverGroup).min(1).max(10);

export const SHORTEST_SECONDS = 30;
export const LONGEST_SECONDS = 7 * 86_400;
const Seconds = z.int().min(SHORTEST_SECONDS).max(LONGEST_SECONDS);

/** After this long without a decision, further groups may decide as well, and are told. */
export const EscalationStep = z.strictObject({ afterSeconds: Seconds, from: Groups });
export type EscalationStep = z.infer<typeof EscalationStep>;

export const CheckpointStage = z.strictObject({
  title: z.string().trim().min(1).max(120),
  need: z.int().min(1).max(10),
  from: Groups,
  escalation: z.array(EscalationStep).max(5).default([]),
});
export type CheckpointStage = z.infer<typeof CheckpointStage>;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "a time of day, as 09:00");

/** When people are expected to answer; null means always. */
export const WorkingHours = z
  .strictObject({
    /** IANA name, as Europe/Zurich. */
    timeZone: z.string().max(60).refine(isTimeZone, "a time zone of the IANA list, as Europe/Zurich"),
    /** ISO 8601 days: 1 is Monday, 7 is Sunday. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    from: TimeOfDay,
    to: TimeOfDay,
    /** pause: the rule's clock stands still outside them. escalate: the clock runs, and every further group is asked at once. */
    outside: z.enum(["pause", "escalate"]),
    /** However long the clock stands still, an undecided request is denied after this, by the wall clock. */
    capSeconds: Seconds.default(3 * 86_400),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "must be later than the beginning, on the same day" });
export type WorkingHours = z.infer<typeof WorkingHours>;

/** Who may not decide, whatever groups they are in. */
export const Separation = z.strictObject({
  /** The owner and the backup owner of the agent that asks. */
  owners: z.boolean().default(false),
  /** The person on whose behalf the agent says it calls, if that is a person here. */
  onBehalfOf: z.boolean().default(false),
  /** Whoever wrote the versions of the policies that held the call. */
  policyAuthors: z.boolean().default(false),
});
export type Separation = z.infer<typeof Separation>;

/** What a rule says, beside its name. What was saved before a member existed reads as its default. */
export const RuleTerms = z.strictObject({
  title: z.string().trim().min(1).max(160),
  stages: z.array(CheckpointStage).min(1).max(5),
  expiresInSeconds: Seconds.default(900),
  /** Each approval needs the approver's passkey. */
  stepUp: z.boolean().default(false),
  /** Seconds before the end at which those who can still decide are reminded. */
  reminders: z.array(Seconds).max(5).default([]),
  hours: WorkingHours.nullable().default(null),
  separation: Separation.default({ owners: false, onBehalfOf: false, policyAuthors: false }),
});
export type RuleTerms = z.infer<typeof RuleTerms>;
