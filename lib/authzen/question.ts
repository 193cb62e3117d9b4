/** How AuthZEN's words become a call that policies can judge. Pure. */
import { DecisionRequest } from "@/sdk/wire/decision";
import { ToolName } from "@/sdk/wire/words";
import type { Evaluation } from "./contract";

/** What is asked about; or why nothing here can be meant, which is a denial and no error. */
export type Question = { call: DecisionRequest } | { reason: string; message: string };

export const SUBJECT = "agent";
export const RESOURCE = "tool";
export const ACTION = "invoke";

export function questionOf({ subject, action, resource }: Omit<Evaluation, "context">): Question {
  if (subject.type !== SUBJECT)
    return { reason: "unknown_subject", message: `Subjects here are of the type "${SUBJECT}".` };
  if (resource.type !== RESOURCE || !ToolName.safeParse(resource.id).success)
    return { reason: "unknown_resource", message: `Resources here are of the type "${RESOURCE}", named server/tool.` };
  if (action.name !== ACTION) return { reason: "unknown_action", message: `The only action here is "${ACTION}".` };
  const { on_behalf_of: onBehalfOf, chain, credential } = subject.properties ?? {};
  const call = DecisionRequest.safeParse({
    agentId: subject.id,
    tool: resource.id,
    arguments: resource.properties?.arguments ?? {},
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(chain === undefined ? {} : { chain }),
    ...(credential === undefined ? {} : { credential }),
  });
  if (call.success) return { call: call.data };
  const [issue] = call.error.issues;
  const message = `${issue?.path.join(".") || "The question"} cannot be read: ${issue?.message ?? "it is of the wrong type"}.`;
  return { reason: "arguments_unrepresentable", message };
}
