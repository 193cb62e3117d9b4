/** What a scenario and a run came to. Pure; the console judges by the same code what it is handed. */
import { Asi, type Evidence, type ExerciseVerdict, type ScenarioResult, type Seen } from "../wire/redteam.ts";

type Measured = { control: Seen | null; observed: Seen | null; evidence: readonly Evidence[] };

/** What got through has passed, whatever its control says. Contained takes a control that succeeds and a record of the console. */
export function verdictOf({ control, observed, evidence }: Measured): ExerciseVerdict {
  if (observed?.got) return "passed";
  return control?.got && observed && evidence.length > 0 ? "contained" : "void";
}

export type Judged = { result: ExerciseVerdict; reason: string };

/** The run as a whole: contained when nothing passed and every family that was tried has a scenario that was contained. */
export function judgeExercise(scenarios: readonly ScenarioResult[]): Judged {
  const passed = scenarios.filter(({ verdict }) => verdict === "passed");
  if (passed.length > 0) {
    const which = passed.slice(0, 5).map(({ id }) => id);
    return {
      result: "passed",
      reason: `${passed.length} of ${scenarios.length} attacks passed through: ${which.join(", ")}.`,
    };
  }
  const families = Asi.options.filter((asi) => scenarios.some((one) => one.asi === asi));
  const unproven = families.filter((asi) => !scenarios.some((one) => one.asi === asi && one.verdict === "contained"));
  const voided = scenarios.filter(({ verdict }) => verdict === "void");
  if (scenarios.length === 0 || unproven.length > 0)
    return { result: "void", reason: `Nothing is proven about ${unproven.join(", ") || "anything"}.` };
  const rest = voided.length === 0 ? "" : ` ${voided.length} are void and prove nothing.`;
  return {
    result: "contained",
    reason: `${scenarios.length - voided.length} of ${scenarios.length} attacks were contained, none passed through.${rest}`,
  };
}

/** Families of which a run proves nothing. */
export const untriedFamilies = (scenarios: readonly ScenarioResult[]): Asi[] =>
  Asi.options.filter((asi) => !scenarios.some((one) => one.asi === asi && one.verdict === "contained"));

/** What a statement claims that its own scenarios do not bear out; null when it is of one piece. */
export function contradictionIn(claimed: Judged, scenarios: readonly ScenarioResult[]): string | null {
  const wrong = scenarios.find((one) => one.verdict !== verdictOf(one));
  if (wrong) return `the verdict on ${wrong.id} is not what its control and its attack came to`;
  if (new Set(scenarios.map(({ id }) => id)).size !== scenarios.length) return "a scenario is there twice";
  const { result, reason } = judgeExercise(scenarios);
  if (result !== claimed.result || reason !== claimed.reason)
    return `it says "${claimed.result}", and its scenarios come to "${result}"`;
  return null;
}
