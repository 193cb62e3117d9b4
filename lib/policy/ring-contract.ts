/** Rings: which points get a new revision first; and what a roll-out over them puts up with. Browser-safe. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { Environment } from "@/lib/inventory/contract";
import { idOf } from "@/lib/shared/ids";

export const MOST_RINGS = 6;

const Word = z.string().trim().min(1).max(120).refine(isStorable, notStorable);

/** A point is in a ring when any of these holds of it. A point that may act for every agent is in no environment and no team. */
export const RingMembers = z.strictObject({
  points: z.array(idOf("point")).max(500).default([]),
  /** Every agent that the point may act for is in one of these environments. */
  environments: z.array(Environment).max(10).default([]),
  /** Every agent that the point may act for is of one of these teams. */
  teams: z.array(Word).max(50).default([]),
  /** Of all points, by a number that a point keeps for life: a larger share contains every smaller one. */
  percent: z.int().min(0).max(100).default(0),
});
export type RingMembers = z.infer<typeof RingMembers>;

export const Ring = z.strictObject({ name: Word, members: RingMembers });
export type Ring = z.infer<typeof Ring>;

export const isEmptyMembers = ({ points, environments, teams, percent }: RingMembers): boolean =>
  points.length + environments.length + teams.length + percent === 0;

/** In the order in which they are reached. A point is in the first that it fits; whatever fits none is in the last. */
export const Rings = z
  .array(Ring)
  .min(2, "at least two rings: with one, everything is published at once")
  .max(MOST_RINGS)
  .refine((rings) => new Set(rings.map(({ name }) => name.toLowerCase())).size === rings.length, "each name once")
  .refine(
    (rings) => rings.every(({ members }, place) => isEmptyMembers(members) === (place === rings.length - 1)),
    "every ring says who is in it, except the last, which takes the rest",
  );

const nobody: RingMembers = { points: [], environments: [], teams: [], percent: 0 };
/** Until an organisation says otherwise. */
export const defaultRings: readonly Ring[] = [
  { name: "Canary", members: { ...nobody, percent: 5 } },
  { name: "Early", members: { ...nobody, percent: 30 } },
  { name: "Everyone", members: nobody },
];

const Percent = z.number().min(0).max(100);
const Count = z.int().min(0).max(100_000);
const Minutes = z
  .int()
  .min(0)
  .max(7 * 24 * 60);

/** Beyond any of these, a roll-out is rolled back by itself. */
export const Thresholds = z.strictObject({
  /** Of the calls that were judged: denied, where the policies in force would not have. */
  newlyDeniedPercent: Percent.default(5),
  /** Held, where the policies in force would have allowed. */
  newlyHeldPercent: Percent.default(10),
  /** Of the requests out of sandboxes under a profile on trial: refused by it, where the version in force would not. */
  newlyRefusedPercent: Percent.default(5),
  /** Runs of canaries under a profile on trial in which something got out. */
  canaryFailures: Count.default(0),
  /** Calls that could not be evaluated. */
  errors: Count.default(0),
  /** Points that refuse the revision. */
  refusals: Count.default(0),
  /** Connected points that have not taken it up `unacknowledgedMinutes` after they were told. */
  unacknowledged: Count.default(0),
  unacknowledgedMinutes: Minutes.default(10),
  /** With fewer calls than these, shares are not judged, and the roll-out does not go on by itself. */
  minimumCalls: Count.default(20),
  /** How long a ring is watched before the next is reached. */
  soakMinutes: Minutes.default(30),
});
export type Thresholds = z.infer<typeof Thresholds>;

export const RollOutPlan = z.strictObject({
  /** Goes on to the next ring by itself; otherwise somebody has to say so. */
  automatic: z.boolean().default(true),
  thresholds: Thresholds.prefault({}),
});
export type RollOutPlan = z.infer<typeof RollOutPlan>;

/** The version of a sandbox profile that a roll-out brings, in place of the one in force. */
export const TrialProfile = z.object({ id: z.string(), name: z.string(), version: z.int(), before: z.int() });
export type TrialProfile = z.infer<typeof TrialProfile>;
export const trialProfileOf = ({ profile }: { profile: unknown }): TrialProfile | null =>
  TrialProfile.nullable().parse(profile);

/** What stands in the way of another publication. */
export const OpenRollOut = z.object({
  id: z.string(),
  status: z.enum(["running", "waiting", "halted"]),
  startedByName: z.string(),
  startedAt: z.string(),
  ring: z.string(),
  /** Counted from 1. */
  place: z.int(),
  rings: z.int(),
  profile: TrialProfile.nullable(),
});
export type OpenRollOut = z.infer<typeof OpenRollOut>;
