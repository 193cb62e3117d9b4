/** The demo company: load it, see it, take it away. */
import { z } from "zod";
import { changeReason, guardedErrors } from "@/lib/audit/contract";
import { Nothing, operation } from "@/lib/shared/operation";

export const Demo = z.object({
  state: z.enum(["none", "preparing", "running"]),
  agents: z.int(),
  people: z.int(),
  /** Live agents whose enforcement point is connected now. */
  live: z.int(),
});
export type Demo = z.infer<typeof Demo>;

export const getDemoOp = operation({
  id: "demo.getDemo",
  http: "GET /v1/demo",
  permission: "organisation:read",
  summary: "Say whether the demo company is here and how much of it is live",
  input: Nothing,
  output: Demo,
});

export const loadDemoOp = operation({
  id: "demo.loadDemo",
  http: "POST /v1/demo",
  permission: "demo:manage",
  summary: "Load the demo company, clearly labelled; its live agents start by themselves",
  input: Nothing,
  output: Demo,
  errors: ["conflict"],
});

export const removeDemoOp = operation({
  id: "demo.removeDemo",
  http: "DELETE /v1/demo",
  permission: "demo:manage",
  summary: "Remove the demo company: its agents, people, tools, policies and activity; the audit log keeps the record",
  input: z.strictObject({ reason: changeReason }),
  output: Demo,
  errors: ["conflict", ...guardedErrors],
});
