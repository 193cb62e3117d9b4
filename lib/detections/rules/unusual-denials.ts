import { FEWEST_FOR_SHARE, shareLimit, sharesOf } from "../baseline";
import type { Detection } from "../detection";
import { denialHit } from "./denials";

export const unusualDenials: Detection = {
  id: "unusual-denials",
  kind: "agent.denials",
  title: "Unusual share of denials",
  description:
    "An agent is refused far more often than it used to be. Compared with its own past, so that it is noticed with agents that are hardly ever refused, and does not cry out about those that often are.",
  how: ({ learn = 0, calls = 0, denials = 0, spreads = 0 }) =>
    `In one hour with at least ${calls} calls at least ${denials} are denied, and their share is more than ${spreads} standard deviations above the agent's usual share, and half as large again as the largest of the last 28 days. Agents with less than ${learn} days of calls are not judged.`,
  reads: "Calls counted by agent and hour, and the agent's baseline of the last 28 days.",
  severity: "high",
  asi: ["ASI01", "ASI02", "ASI10"],
  atlas: ["AML.T0053", "AML.T0084"],
  falseAlarms:
    "On generated traffic of agents with nothing wrong, at most 3 for 1,000 agents a day; see docs/detections.md.",
  parameters: {
    learn: { label: "Learning period", unit: "days", default: 7, min: 3, max: 28 },
    calls: { label: "Calls in the hour, at least", unit: "calls", default: FEWEST_FOR_SHARE, min: 5, max: 100_000 },
    denials: { label: "Denied calls in the hour, at least", unit: "calls", default: 5, min: 2, max: 100_000 },
    spreads: { label: "Above the usual share by", unit: "standard deviations", default: 5, min: 3, max: 20 },
  },
  looks: "hour",
  judge: (scene, { learn = 0, calls: fewest = 0, denials = 0, spreads = 0 }) => {
    const { baseline } = scene;
    if (!baseline || baseline.days < learn) return [];
    const { calls, denied } = sharesOf(scene.hour);
    if (calls < fewest || denied < denials) return [];
    return denied / calls > shareLimit(baseline, calls, spreads) ? [denialHit(scene, denied, calls)] : [];
  },
};
