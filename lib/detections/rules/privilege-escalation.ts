import type { Detection } from "../detection";
import { type Cell, callsIn, isDenied, toolsIn } from "../hours";
import { agentSubject, dayOf, listed, plural } from "./words";

const rightsClasses: readonly string[] = ["config.change", "credential.use"];
/** Words that tools for rights carry in their own name, whatever class anyone gave them. */
const rightsWords =
  /(^|[^a-z])(grant|revoke|roles?|permissions?|polic(y|ies)|acls?|iam|sudo|privileges?|admins?|add_?user|create_?user|api_?keys?)([^a-z]|$)/;

const ownName = (tool: string): string =>
  tool
    .slice(tool.indexOf("/") + 1)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();

/** A refused call that would have changed what somebody may do, or used a credential. */
export const isEscalation = (cell: Cell): boolean =>
  isDenied(cell) && (rightsClasses.includes(cell.operationClass) || rightsWords.test(ownName(cell.tool)));

export const privilegeEscalation: Detection = {
  id: "privilege-escalation",
  kind: "agent.escalation",
  title: "Attempt to gain privileges",
  description:
    "An agent tries, and is refused, to change permissions, policies or configuration, or to use credentials. An agent that stays with its work has no reason to try twice.",
  how: ({ attempts = 0 }) =>
    `At least ${attempts} calls within one hour are denied that are classified as a change of configuration or a use of credentials, or whose tool is named for roles, permissions, policies, keys or users.`,
  reads: "Calls counted by agent, tool, operation class and hour.",
  severity: "high",
  asi: ["ASI03", "ASI10"],
  atlas: ["AML.T0081", "AML.T0098", "AML.T0083"],
  falseAlarms:
    "A fixed limit. An agent that manages accounts and is set up wrongly raises it: back-test it on your own calls.",
  parameters: {
    attempts: { label: "Denied attempts in an hour, at least", unit: "calls", default: 3, min: 1, max: 1_000 },
  },
  looks: "hour",
  judge: ({ agent, hour }, { attempts = 0 }) => {
    const denied = callsIn(hour, isEscalation);
    if (denied < attempts) return [];
    const tools = toolsIn(hour, isEscalation);
    return [
      {
        subject: agentSubject(agent),
        windowFrom: hour.from,
        value: denied,
        severity: "high",
        title: `${agent.name} tried ${plural(denied, "time")} to change rights or use credentials, and was denied`,
        mend: "Read what led to these calls: a planted instruction asks for exactly this. Suspend the agent until that is known.",
        detail: { denied, tools: listed(tools), day: dayOf(hour).toISOString(), hour: hour.from.toISOString() },
        calls: isEscalation,
        hour,
      },
    ];
  },
};
