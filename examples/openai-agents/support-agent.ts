/** A support agent's tools, governed, with and without a conversation that can be stored. */
import { Agent, tool } from "@openai/agents";
import type { EnforcementPoint } from "gatehouse";
import { guardTools, type OpenAiGoverning } from "gatehouse/openai-agents";
import { z } from "zod";
import type { ScriptedModel } from "./scripted-model.ts";

export type Setting = { point: EnforcementPoint; model: ScriptedModel; agent: string; done: string[] };

const tools = (done: string[]) => {
  const parameters = z.object({ invoice: z.string() });
  const named = (name: string, description: string) =>
    tool({
      name,
      description,
      parameters,
      execute: ({ invoice }) => {
        done.push(`${name} ${invoice}`);
        return `${name} ${invoice}`;
      },
    });
  return [
    named("read_invoice", "Reads an invoice."),
    named("refund", "Refunds an invoice."),
    named("delete_customer", "Deletes a customer."),
  ];
};

export function supportAgent({ point, model, agent, done }: Setting, more: Partial<OpenAiGoverning> = {}) {
  const governed = guardTools(point, { agent, server: "billing", ...more }, tools(done));
  return new Agent({ name: "Support", model, tools: governed });
}
