import { rateLimit } from "../baseline";
import type { Detection } from "../detection";
import { callsIn, isStopped } from "../hours";
import { agentSubject, hourWords, plural } from "./words";

export const unusualRate: Detection = {
  id: "unusual-rate",
  kind: "agent.rate",
  title: "Unusual rate of calls",
  description:
    "An agent calls far more often than it used to: a loop, a hijacked goal, or somebody who drives it hard to get much out in a short time.",
  how: ({ learn = 0, calls = 0, spreads = 0 }) =>
    `Within one hour the agent makes at least ${calls} calls, more than its median plus ${spreads} times its usual spread (median absolute deviation), and half as many again as in the busiest hour of the last 28 days. Agents with less than ${learn} days of calls are not judged.`,
  reads: "Calls counted by agent and hour, and the agent's baseline of the last 28 days.",
  severity: "medium",
  asi: ["ASI02", "ASI08", "ASI10"],
  atlas: ["AML.T0053", "AML.T0086"],
  falseAlarms:
    "On generated traffic of agents with nothing wrong, at most 3 for 1,000 agents a day; see docs/detections.md.",
  parameters: {
    learn: { label: "Learning period", unit: "days", default: 7, min: 3, max: 28 },
    calls: { label: "Calls in the hour, at least", unit: "calls", default: 60, min: 5, max: 1_000_000 },
    spreads: { label: "Above the median by", unit: "spreads", default: 6, min: 3, max: 50 },
  },
  looks: "hour",
  judge: ({ agent, hour, baseline }, { learn = 0, calls: fewest = 0, spreads = 0 }) => {
    if (!baseline || baseline.days < learn) return [];
    const calls = callsIn(hour, (cell) => !isStopped(cell));
    const limit = rateLimit(baseline, spreads);
    if (calls < fewest || calls <= limit) return [];
    return [
      {
        subject: agentSubject(agent),
        windowFrom: hour.from,
        value: calls,
        severity: "medium",
        title: `${agent.name} made ${plural(calls, "call")} ${hourWords(hour.from)}, and usually ${Math.round(baseline.median)}`,
        mend: "Find out what drives it. If nobody expected that much work, suspend it until it is known.",
        detail: {
          calls,
          limit: Math.ceil(limit),
          usual: baseline.median,
          spread: baseline.mad,
          most: baseline.most,
          hour: hour.from.toISOString(),
        },
        calls: (cell) => !isStopped(cell),
        hour,
      },
    ];
  },
};
