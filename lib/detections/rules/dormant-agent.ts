import type { Detection } from "../detection";
import { callsIn, DAY_MS, isStopped } from "../hours";
import { agentSubject, dayOf, plural } from "./words";

export const dormantAgent: Detection = {
  id: "dormant-agent",
  kind: "agent.dormant",
  title: "Dormant agent wakes",
  description:
    "An agent that did nothing for weeks calls tools again. Forgotten agents keep their rights, and nobody looks at them: that makes them worth stealing.",
  how: ({ days = 0 }) =>
    `An agent calls something after at least ${days} days without a call, or for the first time that long after it was registered.`,
  reads: "Calls counted by agent and day.",
  severity: "medium",
  asi: ["ASI03", "ASI10"],
  atlas: ["AML.T0053", "AML.T0083"],
  falseAlarms: "Raised once at each waking. Agents that work once a month or less want a longer time or a suppression.",
  parameters: { days: { label: "Without a call for", unit: "days", default: 30, min: 7, max: 365 } },
  looks: "hour",
  judge: ({ agent, hour, lastDay }, { days = 0 }) => {
    const calls = callsIn(hour, (cell) => !isStopped(cell));
    const today = dayOf(hour);
    const slept = Math.floor((today.getTime() - (lastDay ?? agent.createdAt).getTime()) / DAY_MS);
    if (calls === 0 || slept < days) return [];
    return [
      {
        subject: agentSubject(agent),
        windowFrom: today,
        value: 1,
        severity: "medium",
        title: lastDay
          ? `${agent.name} calls tools again after ${plural(slept, "day")} without a call`
          : `${agent.name} calls tools for the first time, ${plural(slept, "day")} after it was registered`,
        mend: "Ask its owner whether it was started again on purpose. If nobody knows, suspend it and change its credentials.",
        detail: { days: slept, lastDay: lastDay?.toISOString() ?? null, hour: hour.from.toISOString() },
        calls: (cell) => !isStopped(cell),
        hour,
      },
    ];
  },
};
