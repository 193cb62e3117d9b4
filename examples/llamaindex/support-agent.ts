/** A support agent's tools, governed. */
import { agent as makeAgent } from "@llamaindex/workflow";
import type { EnforcementPoint } from "gatehouse";
import { guardTools } from "gatehouse/llamaindex";
import { tool } from "llamaindex";
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

export function supportAgent({ point, model, agent, done }: Setting, signal?: AbortSignal) {
  return makeAgent({ llm: model, tools: guardTools(point, { agent, server: "billing", signal }, tools(done)) });
}
