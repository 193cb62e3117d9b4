import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import type { RuleTerms } from "@/lib/policy/rule-contract";
import { notFound } from "@/lib/shared/errors";
import { type Asking, askingOf, type Excluded, stagesAt, subjectOf } from "./asking";
import { isWorkingTime } from "./clock";
import { type AwayFacts, type Electorate, everyoneOnce, everyVoter } from "./electorate";
import { type GuardedAgent, shortfall } from "./guard";
import { judgeRule, readScene, type Scene, warningsOf } from "./judge-rule";
import { peopleNamed } from "./requirement";
import { refusalOfTimes } from "./rule-times";
import type { Subject } from "./rules";
import { candidatesOf } from "./show-people";
import { type SimulatedStep, simulateRuleOp } from "./simulation-contract";
import { votersOf } from "./voters";

export const simulateRule = query(simulateRuleOp, async (ctx, { slug, terms, agentId, at, away, onBehalfOf }) => {
  const opened = at ? new Date(at) : await databaseNow(ctx.db);
  const scene = await readScene(ctx, opened);
  const agent = scene.agents.find(({ id }) => id === agentId);
  if (!agent) throw notFound("agent");
  const asking = askingOf([terms], opened);
  const supposed = await supposedAway(ctx, away, asking.expiresAt);
  const authors = slug === null ? [] : (scene.authors.get(slug) ?? []);
  const named = onBehalfOf ? await peopleNamed(ctx, onBehalfOf) : [];
  const subject = subjectOf(agent, excludedBy(terms, authors, named));
  const steps = await stepsOf({ ctx, scene, terms, agent, asking, subject, opened, supposed });
  const guard = judgeRule(scene, slug ?? "", terms);
  const nameOf = (id: string) => scene.names.get(id) ?? id;
  const absent = new Map([...scene.all.away, ...supposed]);
  return {
    at: opened.toISOString(),
    workingTime: isWorkingTime(terms.hours, opened),
    expiresAt: asking.expiresAt.toISOString(),
    reminders: asking.timers.filter(({ kind }) => kind === "reminder").map((timer) => timer.at),
    steps,
    excluded: [...subject.excluded].map(([id, why]) => ({ id, name: nameOf(id), why })),
    away: [...absent].map(([id, { delegateId }]) => ({
      id,
      name: nameOf(id),
      delegate: delegateId === null ? null : nameOf(delegateId),
    })),
    refusal: refusalOfTimes(terms)?.message ?? guard.refusal,
    warnings: warningsOf(guard, terms, scene.all),
  };
});

function excludedBy({ separation }: RuleTerms, authors: string[], named: string[]): Excluded {
  return {
    owners: separation.owners,
    people: [
      ...(separation.onBehalfOf ? named.map((id) => ({ id, why: "onBehalfOf" as const })) : []),
      ...(separation.policyAuthors ? authors.map((id) => ({ id, why: "policyAuthor" as const })) : []),
    ],
  };
}

/** Whoever is supposed to be away is stood in for by whom they have named for their next absence, if anybody. */
async function supposedAway(ctx: Ctx, ids: readonly string[], until: Date): Promise<Map<string, AwayFacts>> {
  const known = await ctx.db.absence.findMany({
    where: { orgId: ctx.orgId, userId: { in: [...ids] } },
    select: { userId: true, delegateId: true },
  });
  const delegates = new Map(known.map(({ userId, delegateId }) => [userId, delegateId]));
  return new Map(ids.map((id) => [id, { until, delegateId: delegates.get(id) ?? null }]));
}

type Try = {
  ctx: Ctx;
  scene: Scene;
  terms: RuleTerms;
  agent: GuardedAgent;
  asking: Asking;
  subject: Subject;
  opened: Date;
  supposed: ReadonlyMap<string, AwayFacts>;
};

/** The request as it would stand when it is opened, and again whenever further groups are asked. */
async function stepsOf(given: Try): Promise<SimulatedStep[]> {
  const { asking, opened, scene } = given;
  const later = asking.timers.filter(({ kind }) => kind === "escalation").map(({ at }) => at);
  const moments = [opened.toISOString(), ...new Set(later)];
  const steps: SimulatedStep[] = [];
  for (const [index, at] of moments.entries()) {
    const all = index === 0 ? scene.all : await votersOf(given.ctx, new Date(at));
    const supposed: Electorate = { ...all, away: new Map([...all.away, ...given.supposed]) };
    steps.push(stepAt(given, supposed, at, index === 0 ? "opened" : "escalated", steps.at(-1)));
  }
  return steps;
}

function stepAt(
  { asking, subject, terms, scene, agent }: Try,
  all: Electorate,
  at: string,
  kind: SimulatedStep["kind"],
  before: SimulatedStep | undefined,
): SimulatedStep {
  const stages = stagesAt(asking.stages, new Date(at));
  const voters = everyoneOnce(everyVoter(all).filter(({ key }) => !(terms.stepUp && key)));
  return {
    kind,
    at,
    stages: stages.map((stage, index) => {
      const known = new Set(before?.stages[index]?.candidates.map(({ id }) => id));
      const candidates = candidatesOf(all, stage, subject)
        .filter(({ key }) => !(terms.stepUp && key))
        .map((each) => ({ ...each, ready: !terms.stepUp || (all.people.get(each.id)?.passkey ?? false) }));
      const added = before ? candidates.filter(({ id }) => !known.has(id)).map(({ id }) => id) : [];
      return { title: stage.title, need: stage.need, candidates, added };
    }),
    missing: shortfall(stages, voters, subject, { names: scene.names, agent }),
  };
}
