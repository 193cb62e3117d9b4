/** What a request asks of whom and when: worked out once, when it is opened, and kept with it. Pure. */
import { z } from "zod";
import { ApproverGroup, type RuleTerms } from "@/lib/policy/rule-contract";
import { Instant } from "@/sdk/wire/words";
import { clockAfter, firstOutside } from "./clock";
import { type ExclusionReason, exclusionReasons, type Stage, type Subject } from "./rules";

/** A stage as it stands on a request: `later` are further groups, each from an instant on. */
export const AskedStage = z.object({
  title: z.string(),
  need: z.int(),
  from: z.array(ApproverGroup),
  later: z.array(z.object({ at: Instant, from: z.array(ApproverGroup) })).default([]),
});
export type AskedStage = z.infer<typeof AskedStage>;

export const Timer = z.object({ at: Instant, kind: z.enum(["reminder", "escalation"]) });
export type Timer = z.infer<typeof Timer>;

/** Who may not decide a request, as found when it was opened; with `owners`, whoever owns the agent by then may not either. */
export const Excluded = z.object({
  owners: z.boolean().default(false),
  people: z.array(z.object({ id: z.string(), why: z.enum(exclusionReasons) })).default([]),
});
export type Excluded = z.infer<typeof Excluded>;

export type Asking = { stages: AskedStage[]; expiresAt: Date; timers: Timer[] };

type Terms = Pick<RuleTerms, "stages" | "expiresInSeconds" | "hours" | "reminders">;

/** All that the named rules ask together: every stage, the earliest end. Whichever rule is strictest, it is met. */
export function askingOf(rules: readonly Terms[], openedAt: Date): Asking {
  const ends = rules.map(({ hours, expiresInSeconds }) => clockAfter(hours, openedAt, expiresInSeconds).getTime());
  const expiresAt = new Date(Math.min(...ends));
  const stages = combinedStages(rules.map((rule) => stagesOfRule(rule, openedAt))).map((stage) => ({
    ...stage,
    later: stage.later.filter(({ at }) => new Date(at) < expiresAt),
  }));
  const reminders = rules.flatMap((rule) => rule.reminders.map((before) => expiresAt.getTime() - before * 1000));
  return { stages, expiresAt, timers: timersOf(stages, reminders, openedAt) };
}

function stagesOfRule(rule: Terms, openedAt: Date): AskedStage[] {
  const outside = rule.hours?.outside === "escalate" ? firstOutside(rule.hours, openedAt) : null;
  return rule.stages.map(({ title, need, from, escalation }) => ({
    title,
    need,
    from,
    later: escalation
      .map((step) => {
        const at = clockAfter(rule.hours, openedAt, step.afterSeconds);
        return { at: (outside && outside < at ? outside : at).toISOString(), from: step.from };
      })
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
  }));
}

/**
 * Stages of different rules that ask the same groups are one, at the greater number; of its later groups, what both would ask
 * by then. Two alike stages of one rule stay two: they ask for two people.
 */
export function combinedStages(rules: readonly (readonly AskedStage[])[]): AskedStage[] {
  const seen = new Map<string, AskedStage>();
  for (const stages of rules) {
    const keys = stages.map(({ from }) => JSON.stringify(from));
    for (const [at, stage] of stages.entries()) {
      const key = `${keys.slice(0, at).filter((each) => each === keys[at]).length} ${keys[at]}`;
      const other = seen.get(key);
      const named = other && other.need >= stage.need ? other : stage;
      seen.set(key, { ...named, later: other ? laterInBoth(other.later, stage.later) : stage.later });
    }
  }
  return [...seen.values()];
}

type Later = AskedStage["later"];

function laterInBoth(one: Later, two: Later): Later {
  const times = (later: Later) =>
    new Map(
      later.flatMap(({ at, from }) => from.map((group) => [JSON.stringify(group), { at, group }] as const)).reverse(),
    );
  const other = times(two);
  return [...times(one)]
    .flatMap(([key, { at, group }]) => {
      const there = other.get(key);
      return there ? [{ at: at > there.at ? at : there.at, from: [group] }] : [];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function timersOf(stages: readonly AskedStage[], reminders: readonly number[], openedAt: Date): Timer[] {
  const timers: Timer[] = [
    ...stages.flatMap(({ later }) => later.map(({ at }) => ({ at, kind: "escalation" as const }))),
    ...reminders.map((at) => ({ at: new Date(at).toISOString(), kind: "reminder" as const })),
  ].filter(({ at }) => new Date(at) > openedAt);
  const each = new Map(timers.map((timer) => [`${timer.at} ${timer.kind}`, timer]));
  return [...each.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The stages as they are at a moment. Time only ever adds groups. */
export const stagesAt = (stages: readonly AskedStage[], now: Date): Stage[] =>
  stages.map(({ title, need, from, later }) => ({
    title,
    need,
    from: [...from, ...later.filter(({ at }) => new Date(at) <= now).flatMap((step) => step.from)],
  }));

/** Owners are looked up anew at each decision; who was shut out when it was opened stays out. */
export function subjectOf(agent: Omit<Subject, "excluded">, { owners, people }: Excluded): Subject {
  const excluded = new Map<string, ExclusionReason>(people.map(({ id, why }) => [id, why]));
  if (owners) for (const id of [agent.ownerId, agent.backupOwnerId]) if (id !== null) excluded.set(id, "owner");
  const { ownerId, backupOwnerId, teamId, team } = agent;
  return { ownerId, backupOwnerId, teamId, team, excluded };
}
