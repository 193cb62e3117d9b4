import type { Detection, Hit, Scene } from "../detection";
import { callsIn, isStopped, serverOf, toolsIn } from "../hours";
import { agentSubject, dayOf } from "./words";

const falseAlarms =
  "Raised each time that it happens, whatever the reason: a wanted change raises it too, once for each.";
const learn = { label: "Learning period", unit: "days", default: 7, min: 3, max: 28 };

/** Tools that the agent tried in this hour and never before, and whether their server is new to it as well. */
function newTools({ hour, baseline }: Scene, days: number): { tool: string; newServer: boolean }[] {
  if (!baseline || baseline.days < days || baseline.manyTools) return [];
  const known = new Set(baseline.tools);
  const servers = new Set(baseline.servers);
  return toolsIn(hour, (cell) => !isStopped(cell))
    .filter((tool) => !known.has(tool))
    .map((tool) => ({ tool, newServer: !servers.has(serverOf(tool)) }));
}

export const newTool: Detection = {
  id: "new-tool",
  kind: "agent.newTool",
  title: "Tool that is new to an agent",
  description:
    "An agent calls a tool that it never called, on a server that it knows. Its purpose rarely changes overnight: a new tool is a new version of the agent, or a goal that somebody planted.",
  how: ({ learn: days = 0 }) =>
    `The agent calls a tool, allowed or not, that it did not call in the last 28 days. Agents with less than ${days} days of calls are not judged; a tool on a server that is new as well is found as a new destination.`,
  reads: "Calls counted by agent, tool and hour, and the agent's baseline of the last 28 days.",
  severity: "low",
  asi: ["ASI01", "ASI02"],
  atlas: ["AML.T0053", "AML.T0084.001"],
  falseAlarms,
  parameters: { learn },
  looks: "hour",
  judge: (scene, { learn: days = 0 }) =>
    newTools(scene, days).flatMap(({ tool, newServer }) => (newServer ? [] : [hitOf(scene, tool)])),
};

const hitOf = ({ agent, hour }: Scene, tool: string): Hit => ({
  subject: agentSubject(agent),
  part: tool,
  windowFrom: dayOf(hour),
  value: 1,
  severity: "low",
  title: `${agent.name} called ${tool}, which it never did before`,
  mend: "Ask its owner whether its work has changed. If not, look at what led to the call.",
  detail: { tool, hour: hour.from.toISOString() },
  facts: { tool },
  calls: (cell) => cell.tool === tool && !isStopped(cell),
  hour,
});

export const newDestination: Detection = {
  id: "new-destination",
  kind: "agent.newDestination",
  title: "Destination that is new to an agent",
  description:
    "An agent reaches a tool server that it never reached. Data that is to leave goes somewhere, and a planted goal often needs another place than the agent's own work.",
  how: ({ learn: days = 0 }) =>
    `The agent calls a tool, allowed or not, on a server from which it called nothing in the last 28 days. Agents with less than ${days} days of calls are not judged.`,
  reads: "Calls counted by agent, tool and hour, and the agent's baseline of the last 28 days.",
  severity: "medium",
  asi: ["ASI01", "ASI02"],
  atlas: ["AML.T0086", "AML.T0053"],
  falseAlarms,
  parameters: { learn },
  looks: "hour",
  judge: (scene, { learn: days = 0 }) => {
    const { agent, hour } = scene;
    const servers = new Set(newTools(scene, days).flatMap(({ tool, newServer }) => (newServer ? serverOf(tool) : [])));
    return [...servers].map((server) => {
      const there = (tool: string) => serverOf(tool) === server;
      return {
        subject: agentSubject(agent),
        part: server,
        windowFrom: dayOf(hour),
        value: callsIn(hour, ({ tool }) => there(tool)),
        severity: "medium" as const,
        title: `${agent.name} reached the server ${server}, which it never did before`,
        mend: "Ask its owner whether its work has changed. If not, look at what it sent there, and revoke the server for it.",
        detail: { server, hour: hour.from.toISOString(), tools: toolsIn(hour, ({ tool }) => there(tool)).slice(0, 20) },
        facts: { server },
        calls: (cell) => there(cell.tool) && !isStopped(cell),
        hour,
      };
    });
  },
};
