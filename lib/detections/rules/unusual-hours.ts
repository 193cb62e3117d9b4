import { hoursNear } from "../baseline";
import type { Detection } from "../detection";
import { callsIn, isStopped } from "../hours";
import { agentSubject, hourWords, plural } from "./words";

export const unusualHours: Detection = {
  id: "unusual-hours",
  kind: "agent.hours",
  title: "Active at an unusual hour",
  description:
    "An agent that works at certain times of the day acts at a time at which it never did. Whoever misuses an agent often does so when its people are asleep.",
  how: ({ learn = 0, hours = 0 }) =>
    `The agent calls something at an hour of the day (UTC) in which, as in the two hours beside it, it called nothing in the last 28 days, though it was active in at least ${hours} hours of them. Agents with less than ${learn} days of calls are not judged.`,
  reads: "Calls counted by agent and hour, and the agent's baseline of the last 28 days.",
  severity: "low",
  asi: ["ASI03", "ASI10"],
  atlas: ["AML.T0053"],
  falseAlarms:
    "For an agent without any habit, three given hours are empty by chance with a probability of 0.875 to the power of its active hours: 0.13 % at 50.",
  parameters: {
    learn: { label: "Learning period", unit: "days", default: 14, min: 7, max: 28 },
    hours: { label: "Active hours learned, at least", unit: "hours", default: 50, min: 20, max: 600 },
  },
  looks: "hour",
  judge: ({ agent, hour, baseline }, { learn = 0, hours = 0 }) => {
    if (!baseline || baseline.days < learn || baseline.activeHours < hours) return [];
    const calls = callsIn(hour, (cell) => !isStopped(cell));
    if (calls === 0 || hoursNear(baseline, hour.from.getUTCHours()) > 0) return [];
    return [
      {
        subject: agentSubject(agent),
        windowFrom: hour.from,
        value: calls,
        severity: "low",
        title: `${agent.name} made ${plural(calls, "call")} ${hourWords(hour.from)}, a time at which it never works`,
        mend: "Ask its owner whether it was meant to. If nobody knows of it, look at what it did and suspend it.",
        detail: { calls, hour: hour.from.toISOString(), activeHours: baseline.activeHours, byHour: baseline.byHour },
        calls: (cell) => !isStopped(cell),
        hour,
      },
    ];
  },
};
