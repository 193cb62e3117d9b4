/** What changed between two looks at an agent, and why, in the words of the rules. Pure. */
import type { AgentStatus } from "@/sdk/wire/words";
import { catalogue } from "./catalogue";
import type { AgentStage, Requirement, Stage } from "./contract";
import type { ChangeKind, Moved } from "./history-contract";

/** What is kept of a look. */
export type Seen = {
  agentId: string;
  agentName: string;
  status: AgentStatus;
  stage: Stage;
  score: number | null;
  met: string[];
  unmet: string[];
  unmeasured: string[];
};

export type Change = {
  agentId: string;
  agentName: string;
  kind: ChangeKind;
  fromStage: Stage | null;
  toStage: Stage | null;
  fromScore: number | null;
  toScore: number | null;
  fell: Moved[];
  met: Moved[];
};

/** Of a stopped agent nothing is kept but that it is stopped: whatever else is true of it, it has no stage. */
export function seen({ agentId, agentName, status, stage, score, requirements }: AgentStage): Seen {
  const idsOf = (state: Requirement["state"]) =>
    requirements.filter((one) => one.built && one.state === state).map(({ id }) => id);
  const judged =
    status === "active"
      ? { met: idsOf("met"), unmet: idsOf("unmet"), unmeasured: idsOf("unmeasured") }
      : { met: [], unmet: ["active"], unmeasured: [] };
  return { agentId, agentName, status, stage, score: score?.value ?? null, ...judged };
}

export const failing = ({ unmet, unmeasured }: Seen): string[] => [...unmet, ...unmeasured].sort();

/** Whether everything is the same that is kept, so that nothing need be written. */
export const same = (before: Seen, after: Seen): boolean =>
  JSON.stringify(comparable(before)) === JSON.stringify(comparable(after));

const comparable = ({ agentName, status, stage, score, met, unmet, unmeasured }: Seen) => [
  agentName,
  status,
  stage,
  score,
  [...met].sort(),
  [...unmet].sort(),
  [...unmeasured].sort(),
];

/** Null when its stage, its score and what it fails are as they were. */
export function changeOf(before: Seen | null, stage: AgentStage): Change | null {
  const after = seen(stage);
  const ends = {
    agentId: after.agentId,
    agentName: after.agentName,
    fromStage: before?.stage ?? null,
    toStage: after.stage,
    fromScore: before?.score ?? null,
    toScore: after.score,
  };
  if (!before) return { ...ends, kind: "first", fell: [], met: [] };
  if (before.stage === after.stage && before.score === after.score && `${failing(before)}` === `${failing(after)}`)
    return null;
  if (after.status !== "active") return { ...ends, kind: "stopped", fell: movedOf(stage, ["active"]), met: [] };
  if (before.status !== "active") return { ...ends, kind: "returned", fell: [], met: [mayAct] };
  const fallen = failing(after).filter((id) => !failing(before).includes(id));
  const fell = movedOf(stage, fallen, before);
  const risen = after.met.filter((id) => !before.met.includes(id));
  const met = [...movedOf(stage, risen), ...noLongerAsked(before, after)];
  if (fell.length + met.length > 0) return { ...ends, kind: "moved", fell, met };
  const rose = (after.score ?? 0) > (before.score ?? 0);
  return { ...ends, kind: "moved", fell: rose ? [] : [otherLadder], met: rose ? [otherLadder] : [] };
}

/** The same is met and failed as before, and yet it counts for something else: the rules themselves have changed. */
const otherLadder: Moved = {
  requirement: "ladder",
  title: "What the stages ask",
  why: "What the stages ask, or what they are worth, is not what it was at the look before.",
  href: null,
};

const mayAct: Moved = { requirement: "active", title: "The agent may act", why: "It may act again.", href: null };

function movedOf({ requirements }: AgentStage, ids: readonly string[], before?: Seen): Moved[] {
  return requirements.flatMap(({ id, title, why, href }) => {
    if (!ids.includes(id)) return [];
    const asked = !before || before.met.includes(id);
    return [{ requirement: id, title, why: asked ? why : `It is asked for since now. ${why}`, href }];
  });
}

/** What failed before and is no requirement any more. */
function noLongerAsked(before: Seen, after: Seen): Moved[] {
  const asked = new Set([...after.met, ...failing(after)]);
  return failing(before).flatMap((id) =>
    asked.has(id) ? [] : [{ requirement: id, title: titleOf(id), why: "It is not asked for any more.", href: null }],
  );
}

const titleOf = (id: string): string => catalogue.find((one) => one.id === id)?.title ?? id;

export const removal = ({ agentId, agentName, stage, score }: Seen): Change => ({
  agentId,
  agentName,
  kind: "removed",
  fromStage: stage,
  toStage: null,
  fromScore: score,
  toScore: null,
  fell: [],
  met: [],
});
