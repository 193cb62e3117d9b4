/** What the snippet stands in for: the application's tools, and a model, here a scripted one. */
import { tool } from "@openai/agents";
import { z } from "zod";
import { ScriptedModel } from "./scripted-model.ts";

export const done: string[] = [];

const named = (name: string) =>
  tool({
    name,
    description: name,
    parameters: z.object({ invoice: z.string() }),
    execute: ({ invoice }) => done.push(`${name} ${invoice}`),
  });
export const tools = [named("read_invoice"), named("delete_customer"), named("refund")];

export const model = new ScriptedModel([
  [{ id: "1", name: "read_invoice", args: { invoice: "i-1" } }],
  [{ id: "2", name: "delete_customer", args: { invoice: "i-1" } }],
  [{ id: "3", name: "refund", args: { invoice: "i-1" } }],
  "Done.",
]);
