/** What the snippet stands in for: the application's tools, and a model, here a scripted one. */
import { tool } from "ai";
import { z } from "zod";
import { scriptedModel } from "./scripted-model.ts";

export const done: string[] = [];

const named = (name: string) =>
  tool({
    inputSchema: z.object({ invoice: z.string() }),
    execute: ({ invoice }) => done.push(`${name} ${invoice}`),
  });
export const tools = {
  read_invoice: named("read_invoice"),
  delete_customer: named("delete_customer"),
  refund: named("refund"),
};

export const model = scriptedModel([
  [{ id: "1", tool: "read_invoice", input: { invoice: "i-1" } }],
  [{ id: "2", tool: "delete_customer", input: { invoice: "i-1" } }],
  [{ id: "3", tool: "refund", input: { invoice: "i-1" } }],
  "Done.",
]);
