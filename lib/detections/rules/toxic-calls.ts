import type { Detection } from "../detection";
import { callsIn, toolsIn } from "../hours";
import { asi, atlas, isRead, isSent, sensitiveOf } from "./toxic-words";
import { agentSubject, dayOf, listed } from "./words";

export const toxicCalls: Detection = {
  id: "toxic-calls",
  kind: "agent.toxic",
  title: "Sensitive data read, and data sent outside",
  description:
    "An agent that handles sensitive data reads it and, soon after, sends data outside without anybody having been asked. Each call is allowed by itself; together they are the way in which data leaves.",
  how: ({ exports = 0 }) =>
    `An agent with confidential, personal, health, payment or secret data makes an allowed call that reads or uses credentials, and in the same clock hour or the next at least ${exports} allowed calls classified as an export that no person approved.`,
  reads: "Calls counted by agent, tool, operation class and hour, and the agents' data classes.",
  severity: "high",
  asi,
  atlas,
  falseAlarms:
    "Raised once for each set of exporting tools: dismissed, it stays so until another tool is used. An agent whose very work is this is better held at a checkpoint.",
  parameters: { exports: { label: "Exports, at least", unit: "calls", default: 1, min: 1, max: 1_000 } },
  looks: "hour",
  judge: ({ agent, hour, before }, { exports = 0 }) => {
    const classes = sensitiveOf(agent.dataClasses);
    const sent = callsIn(hour, isSent);
    const read = [...new Set([...toolsIn(before, isRead), ...toolsIn(hour, isRead)])].sort();
    if (classes.length === 0 || sent < exports || read.length === 0) return [];
    const tools = toolsIn(hour, isSent);
    return [
      {
        subject: agentSubject(agent),
        windowFrom: dayOf(hour),
        part: "calls",
        value: tools.length,
        severity: "high",
        title: `${agent.name} read ${classes.join(", ")} data and sent data outside, and nobody was asked`,
        mend: "Look at what was sent. Put the export behind a checkpoint, or give reading and sending to two agents.",
        detail: {
          sent,
          dataClasses: classes,
          read: listed(read),
          sentWith: listed(tools),
          hour: hour.from.toISOString(),
        },
        facts: { tools },
        calls: isSent,
        hour,
      },
    ];
  },
};
