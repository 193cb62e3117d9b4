/** Private to this folder: what each gate asks of the live system. Pure: facts and the time come in. */
import type { AgentStage } from "@/lib/maturity/contract";
import { firstMissing } from "@/lib/maturity/rules";
import { Asi, asiTitles } from "@/sdk/wire/redteam";
import { RiskTier } from "@/sdk/wire/words";
import type { ItemKind } from "./gate-contract";
import { EXERCISE_DAYS, type Fact, type GateFacts } from "./gate-facts";

/** Something that fails, or about which nothing is known. */
export type Item = {
  kind: ItemKind;
  id: string;
  name: string;
  state: "failing" | "unknown";
  why: string;
  href: string | null;
};

/** `looked` is null where there is nothing to judge by: then it is unknown, whatever else is. */
export type Judged = { looked: number; items: readonly Item[] } | { looked: null; why: string };

export type Requirement = {
  id: string;
  sprint: 1 | 2 | 3;
  title: string;
  judge: (facts: GateFacts, now: Date) => Judged;
};

/** A patch is reverse-engineered within this time (mission of the product): what is grave is mended within it. */
export const FINDING_CLOCK_HOURS = 72;
export const DRILL_DAYS = 30;

const HOUR_MS = 3_600_000;
const unmeasured = (why: string): Judged => ({ looked: null, why });
const unread = unmeasured("What it is judged by could not be read just now. It is tried again by itself.");

/** Judges by facts, where there are any. */
const by = <T>(fact: Fact<T>, judge: (value: T) => Judged): Judged => (fact === null ? unread : judge(fact.value));

const gravestFirst = (a: AgentStage, b: AgentStage): number =>
  RiskTier.options.indexOf(b.riskTier) - RiskTier.options.indexOf(a.riskTier) || (a.agentName < b.agentName ? -1 : 1);

function ofActiveAgents(facts: GateFacts, judge: (active: readonly AgentStage[]) => Judged): Judged {
  return by(facts.stages, (stages) => {
    const active = stages.filter(({ status }) => status === "active").sort(gravestFirst);
    return active.length === 0
      ? unmeasured("No active agent is registered, so there is nothing to measure.")
      : judge(active);
  });
}

/** One requirement of the stages, for every active agent. What nothing measures yet is unknown, never met. */
const everyAgent =
  (id: string) =>
  (facts: GateFacts): Judged =>
    ofActiveAgents(facts, (active) => {
      const items: Item[] = [];
      for (const agent of active) {
        const found = agent.requirements.find((one) => one.id === id);
        if (!found) return unmeasured("Nothing measures this for every agent.");
        if (!found.built) return unmeasured(found.why);
        if (found.state === "met") continue;
        const state = found.state === "unmet" ? "failing" : "unknown";
        items.push({ ...agentOf(agent), state, why: found.why, href: found.href ?? `/agents/${agent.agentId}` });
      }
      return { looked: active.length, items };
    });

const agentOf = ({ agentId, agentName }: AgentStage) => ({ kind: "agent", id: agentId, name: agentName }) as const;

const stageReached = (facts: GateFacts): Judged =>
  ofActiveAgents(facts, (active) => {
    const short = active.filter(({ stage }) => stage === "none" || stage === "observe");
    const items = short.map((agent): Item => {
      const missing = firstMissing(agent);
      return {
        ...agentOf(agent),
        state: missing?.state === "unmeasured" ? "unknown" : "failing",
        why: missing?.why ?? "Its stage cannot be measured yet.",
        href: missing?.href ?? `/agents/${agent.agentId}`,
      };
    });
    return { looked: active.length, items };
  });

const toolWords: Record<string, string> = {
  waiting: "Nobody has read and approved its definition.",
  changed: "Its definition is not the approved one.",
};

const toolsApproved = ({ tools }: GateFacts): Judged =>
  by(tools, (all) => {
    if (all.length === 0) return unmeasured("No tool was seen or registered yet, so there is nothing to measure.");
    const items = all.flatMap(({ id, name, state }): Item[] => {
      const why = toolWords[state];
      return why ? [{ kind: "tool", id, name, state: "failing", why, href: `/tools/${id}` }] : [];
    });
    return { looked: all.length, items };
  });

/** Open findings of a high or critical severity; with a clock, those that are open for longer. */
const graveFindings =
  (clockHours: number) =>
  ({ findings }: GateFacts, now: Date): Judged =>
    by(findings, (all) => ({
      looked: all.length,
      items: all
        .filter(({ openedAt }) => now.getTime() - openedAt.getTime() > clockHours * HOUR_MS)
        .map(({ id, title, severity, openedAt }) => ({
          kind: "finding",
          id,
          name: title,
          state: "failing",
          why: `It is ${severity}, and open for ${Math.floor((now.getTime() - openedAt.getTime()) / HOUR_MS)} hours.`,
          href: `/findings/${id}`,
        })),
    }));

const delegationsSigned = ({ delegations }: GateFacts): Judged =>
  by(delegations, ({ waiting, signed }) => ({
    looked: waiting.length + signed,
    items: waiting.map(({ id, name, agentId }) => ({
      kind: "delegation",
      id,
      name,
      state: "failing",
      why: "It waits for signatures of the agents' owners.",
      href: `/agents/${agentId}`,
    })),
  }));

const drillPassed = ({ drill }: GateFacts, now: Date): Judged =>
  by(drill, (newest) => {
    if (!newest) return unmeasured("No drill has been run yet.");
    const { passed, endedAt, missing } = newest;
    const item = { kind: "requirement", id: "enforce.drill", name: "The newest drill", href: "/points/stops" } as const;
    if (!passed) {
      const why = missing[0] ?? "Not every point confirmed in time.";
      return { looked: 1, items: [{ ...item, state: "failing", why: `It failed. ${why}` }] };
    }
    const days = Math.floor((now.getTime() - endedAt.getTime()) / (24 * HOUR_MS));
    if (days <= DRILL_DAYS) return { looked: 1, items: [] };
    return { looked: 1, items: [{ ...item, state: "failing", why: `It passed ${days} days ago.` }] };
  });

/** Every family was attacked lately and contained, and nothing passed in the newest exercise. */
const exercisesContained = ({ exercise }: GateFacts, now: Date): Judged =>
  by(exercise, (newest) => {
    if (!newest) return unmeasured("No red-team exercise has been run yet.");
    const { runId, result, reason, endedAt, contained } = newest;
    const fails = (id: string, name: string, why: string): Item => ({
      ...{ kind: "requirement", id, name, state: "failing", why },
      href: `/isolation/red-team/${runId}`,
    });
    const days = Math.floor((now.getTime() - endedAt.getTime()) / (24 * HOUR_MS));
    if (days > EXERCISE_DAYS)
      return {
        looked: 1,
        items: [fails("isolate.exercises", "The newest exercise", `It ended ${days} days ago.`)],
      };
    const passed = result === "passed" ? [fails("isolate.exercises", "The newest exercise", reason)] : [];
    const untried = Asi.options
      .filter((asi) => !contained.includes(asi))
      .map((asi) => fails(asi, `${asi} ${asiTitles[asi]}`, "No attack of this family was shown to be contained."));
    return { looked: Asi.options.length, items: [...passed, ...untried] };
  });

/** Keys of points inside agents' processes, and what people recorded of credentials elsewhere. */
const noneShared = ({ credentials }: GateFacts): Judged =>
  by(credentials, ({ known, shared }) =>
    known === 0
      ? unmeasured(
          "No credential of an agent is known: no call came from inside an agent's process, and none is on record.",
        )
      : {
          looked: known,
          items: shared.map(({ id, name, why, href }) => ({
            kind: "requirement",
            id,
            name,
            state: "failing",
            why,
            href,
          })),
        },
  );

/** It may be an agent that nobody answers for. That nothing waits does not say that anybody has looked everywhere. */
const noneUnreviewed = ({ sightings }: GateFacts): Judged =>
  by(sightings, ({ known, waiting }) => ({
    looked: known,
    items: waiting.map(({ id, name, firstSeenAt }) => ({
      ...{ kind: "requirement", id, name, state: "failing" },
      why: `It was first seen on ${firstSeenAt.toISOString().slice(0, 10)}, and nobody has said what it is.`,
      href: `/agents/discovered/${id}`,
    })),
  }));

/** In the order in which they are mended. */
export const requirements: readonly Requirement[] = [
  { id: "observe.owner", sprint: 1, title: "Every agent has its named, active owners", judge: everyAgent("owner") },
  {
    id: "observe.reviewed",
    sprint: 1,
    title: "Nothing that was discovered waits to be looked at",
    judge: noneUnreviewed,
  },
  {
    id: "observe.logged",
    sprint: 1,
    title: "Every agent's calls are seen at an enforcement point",
    judge: everyAgent("logged"),
  },
  { id: "observe.outcomes", sprint: 1, title: "What came of the calls is known", judge: everyAgent("outcomes") },
  { id: "observe.complete", sprint: 1, title: "No record of a call was lost", judge: everyAgent("complete") },
  {
    id: "observe.shared",
    sprint: 1,
    title: "Shared credentials are found and revoked",
    judge: noneShared,
  },
  {
    id: "enforce.identity",
    sprint: 2,
    title: "Every agent has a credential of its own",
    judge: everyAgent("identity"),
  },
  { id: "enforce.tools", sprint: 2, title: "Every tool's definition is approved by a person", judge: toolsApproved },
  { id: "enforce.point", sprint: 2, title: "Every agent's points enforce", judge: everyAgent("point") },
  { id: "enforce.connected", sprint: 2, title: "Every agent's points are connected", judge: everyAgent("connected") },
  {
    id: "enforce.revision",
    sprint: 2,
    title: "Every agent's points run the newest policy",
    judge: everyAgent("revision"),
  },
  {
    id: "enforce.highRisk",
    sprint: 2,
    title: "Every agent's high-risk operations are held or denied",
    judge: everyAgent("highRisk"),
  },
  { id: "enforce.siem", sprint: 2, title: "Every agent's calls reach the SIEM", judge: everyAgent("siem") },
  { id: "enforce.drill", sprint: 2, title: `A stop was rehearsed within ${DRILL_DAYS} days`, judge: drillPassed },
  { id: "enforce.stage", sprint: 2, title: "Every agent has reached the stage enforce", judge: stageReached },
  {
    id: "enforce.findings",
    sprint: 2,
    title: `No high or critical finding is open for more than ${FINDING_CLOCK_HOURS} hours`,
    judge: graveFindings(FINDING_CLOCK_HOURS),
  },
  {
    id: "isolate.sandbox",
    sprint: 3,
    title: "Agents run in a sandbox where their data demands one",
    judge: everyAgent("sandbox"),
  },
  {
    id: "isolate.delegations",
    sprint: 3,
    title: "No delegation between agents waits for signatures",
    judge: delegationsSigned,
  },
  { id: "isolate.canaries", sprint: 3, title: "Canaries lately failed to get out", judge: everyAgent("canaries") },
  {
    id: "isolate.exercises",
    sprint: 3,
    title: `Red-team exercises of the last ${EXERCISE_DAYS} days contained attacks of all ten families`,
    judge: exercisesContained,
  },
  { id: "isolate.findings", sprint: 3, title: "No high or critical finding is open", judge: graveFindings(0) },
];
