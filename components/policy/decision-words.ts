/** What a decision's code means to someone who tries one, and what would change it. */
import type { DecisionCode } from "@/sdk/wire/decision";

export const codeWords: Record<DecisionCode, string> = {
  permitted: "A policy permits it and none forbids it.",
  forbidden: "A policy forbids it; a forbid wins over every permit.",
  checkpoint_required: "It would wait for the people whom the rules name.",
  delegation_unsigned: "It would wait for the owners of the agents through which it comes.",
  delegation_refused: "The chain of agents through which it comes is refused.",
  no_permit: "No policy permits it, and what is not permitted is denied.",
  no_bundle: "Nothing has been published yet, so every call is denied.",
  lease_expired: "The point has not heard from the gateway for too long.",
  unknown_agent: "No agent with this id is registered.",
  agent_suspended: "The agent is suspended.",
  agent_killed: "The agent was killed.",
  agent_retired: "The agent is retired.",
  revoked: "An order stops this tool, provider, credential or delegation.",
  unknown_tool: "The tool is not approved in the inventory.",
  tool_pin_changed: "The tool's definition is not the one that was approved.",
  arguments_invalid: "The arguments do not fit the tool's own schema.",
  arguments_unrepresentable: "A policy reads an argument that cannot be read exactly.",
  evaluation_error: "A policy failed to evaluate, and that denies.",
  checkpoint_unavailable: "People could not be asked.",
  checkpoint_denied: "People denied it.",
  checkpoint_expired: "Nobody answered in time.",
  checkpoint_cancelled: "The request was withdrawn.",
  grant_refused: "The approval could not be used.",
  spool_full: "The point could not record any more.",
};
