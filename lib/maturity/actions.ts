/** What would raise an organisation's score, worked out by the formula itself. Pure, browser-safe. */
import { catalogue } from "./catalogue";
import type { Stage } from "./contract";
import { type Judged, meanScore, reached, scoreOf } from "./score";
import type { Action, ScoreSheet } from "./standing-contract";

/** Active agents that stand alike: the same requirements met, not met and not measured. */
export type Group = { met: readonly string[]; unmet: readonly string[]; unmeasured: readonly string[]; agents: number };

const judged = ({ met, unmet }: Group, assumed?: string): Judged[] =>
  catalogue.map(({ id, stage, built }) => ({
    stage,
    built,
    state: met.includes(id) || id === assumed ? "met" : unmet.includes(id) ? "unmet" : "unmeasured",
  }));

const scored = (groups: readonly Group[], assumed?: string) =>
  groups.map((group) => ({ agents: group.agents, score: scoreOf(judged(group, assumed)).value }));

export const stageOfGroup = (group: Group): Stage => reached(judged(group));

const sum = (groups: readonly Group[]): number => groups.reduce((count, { agents }) => count + agents, 0);

type Sheet = Pick<ScoreSheet, "score" | "active" | "stages" | "requirements">;

export function sheetOf(groups: readonly Group[]): Sheet {
  const active = sum(groups);
  const whole = groups.map((group) => ({ agents: group.agents, stages: scoreOf(judged(group)).stages }));
  const blank = scoreOf(judged({ met: [], unmet: [], unmeasured: [], agents: 0 })).stages;
  const standing = (state: "met" | "unmet", id: string) => sum(groups.filter((group) => group[state].includes(id)));
  return {
    score: meanScore(scored(groups)),
    active,
    stages: blank.map(({ stage, worth }, place) => ({
      stage,
      worth,
      earned: meanScore(whole.map(({ agents, stages }) => ({ agents, score: stages[place]?.earned ?? 0 }))) ?? 0,
    })),
    requirements: catalogue.map((one) => {
      const { worth, asked } = blank.find(({ stage }) => stage === one.stage) ?? { worth: 0, asked: 1 };
      const [met, unmet] = [standing("met", one.id), standing("unmet", one.id)];
      return { ...one, worth: worth / asked, met, unmet, unmeasured: active - met - unmet };
    }),
  };
}

/**
 * By effect; of those that have the same, the one that is about fewer agents first, then in the order of the ladder. What
 * would add nothing, because the stages before are not reached, is left out.
 */
export function actionsOf(groups: readonly Group[]): Action[] {
  const before = scored(groups);
  const score = meanScore(before) ?? 0;
  const actions = catalogue.flatMap(({ id, stage, title, built }): Action[] => {
    if (!built) return [];
    const after = scored(groups, id);
    const effect = (meanScore(after) ?? 0) - score;
    if (effect < 1e-6) return [];
    const agents = sum(groups.filter(({ met }) => !met.includes(id)));
    const gaining = after.reduce(
      (count, one, place) => count + (one.score > (before[place]?.score ?? 0) ? one.agents : 0),
      0,
    );
    const what = acts[id] ?? ((whom: string) => `${title}: ${whom}`);
    const whom = agents === 1 ? "1 agent" : `${agents.toLocaleString("en-GB")} agents`;
    return [
      {
        requirement: id,
        stage,
        title: what(whom),
        agents,
        gaining,
        effect,
        href: `/maturity/failing?requirement=${id}`,
      },
    ];
  });
  return actions.sort((a, b) => b.effect - a.effect || a.agents - b.agents);
}

const acts: Record<string, (whom: string) => string> = {
  owner: (whom) => `Name active owners for ${whom}`,
  logged: (whom) => `Bring the calls of ${whom} through an enforcement point`,
  outcomes: (whom) => `Have the outcomes of calls reported for ${whom}`,
  complete: (whom) => `Let no call of ${whom} be missed`,
  point: (whom) => `Let the points of ${whom} enforce`,
  connected: (whom) => `Reconnect the points of ${whom}`,
  revision: (whom) => `Bring the newest policy to the points of ${whom}`,
  highRisk: (whom) => `Have high-risk operations of ${whom} held or denied`,
  siem: (whom) => `Deliver the calls of ${whom} to the SIEM`,
};
