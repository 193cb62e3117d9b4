/** A run that is stored while people decide. The part that docs/connect shows is between the two marks. */
import { Agent, type Model, RunState, run } from "@openai/agents";
import type { EnforcementPoint } from "gatehouse";
import { guardTools, settleInterruptions } from "gatehouse/openai-agents";
import type { tools as someTools } from "./your-agent.ts";

export type Given = { point: EnforcementPoint; model: Model; tools: typeof someTools };

export async function resume({ point, model, tools }: Given): Promise<void> {
  // shown
  const governing = { agent: "AGENT_ID", server: "SERVER", conversation: "conversation-1" };
  const agent = new Agent({ name: "Support", model, tools: guardTools(point, governing, tools) });

  const stored = (await run(agent, "Refund invoice i-1.")).state.toString();
  // later, in another process too: waits until people have decided
  const state = await RunState.fromString(agent, stored);
  await settleInterruptions(point, governing, state, state.getInterruptions());
  await run(agent, state);
  // shown
}
