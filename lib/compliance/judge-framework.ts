/** One framework judged by evidence that was read before: what its page and an audit pack show. */
import type { CatalogueControl, Framework } from "./catalogue-rules";
import type { Clock, ControlLine, FrameworkHead } from "./contract";
import { countStates, type Judged, judge, type MappedPolicy } from "./control-rules";
import type { AllEvidence } from "./read-evidence";
import type { Owners } from "./read-mapping";

export type JudgedControl = { control: CatalogueControl; judged: Judged };

export const judgeAll = (
  framework: Framework,
  evidence: AllEvidence,
  policies: readonly MappedPolicy[],
): JudgedControl[] =>
  framework.controls.map((control) => ({ control, judged: judge(framework, control, evidence, policies) }));

export function headOf(framework: Framework, judged: readonly JudgedControl[]): FrameworkHead {
  const { id, title, publisher, source, dates, notes, custom, controls } = framework;
  return {
    id,
    title,
    publisher,
    source,
    dates,
    notes,
    custom,
    controls: controls.length,
    unconfirmed: controls.filter(({ unconfirmed }) => unconfirmed).length,
    counts: countStates(judged.map(({ judged: { state } }) => state)),
  };
}

export function lineOf({ control, judged }: JudgedControl, owners: Owners): ControlLine {
  const { key, id, title, requirement, unconfirmed } = control;
  const { state, gap, href, newest } = judged;
  return {
    key,
    id,
    title,
    requirement,
    unconfirmed,
    state,
    gap,
    href,
    newest,
    owner: owners.get(key) ?? null,
    evidence: judged.evidence.map(({ kind, title, state }) => ({ kind, title, state })),
  };
}

const DAY_MS = 86_400_000;

/** What must be reported or kept, for how long, and what can be said of it now. `oldest` is the oldest call that is held. */
export function clocksOf(framework: Framework, oldest: Date | null, now: Date): Clock[] {
  return framework.clocks.map((clock) => {
    if (clock.kind === "report")
      return {
        ...clock,
        state: "unknown",
        now: "It runs on an incident once somebody starts it there, under Incidents; whether one had to be started cannot be told here.",
      };
    if (oldest === null) return { ...clock, state: "unknown", now: "No call is on record yet." };
    const held = Math.floor((now.getTime() - oldest.getTime()) / DAY_MS);
    const since = `Calls are held since ${oldest.toISOString().slice(0, 10)}, ${held} days.`;
    return { ...clock, state: held >= clock.days ? "met" : "partly", now: since };
  });
}
