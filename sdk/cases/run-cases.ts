/**
 * The decision cases: each file in this folder states one guarantee of the evaluator, and its name is that guarantee. The SDK
 * and the console run the same ones.
 *
 * Agents and tools take what a case leaves out from {@link AGENT} and {@link TOOL}. A policy is Cedar text, whose annotations
 * say its id, title, checkpoint and mode as they do in the console.
 */

import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { loadWasm } from "../cedar/load-wasm.ts";
import type { DecideOptions } from "../decide.ts";
import { toolParts } from "../tool-name.ts";
import { BundleAgent, type BundleContent, type BundlePolicy, BundleRule, BundleTool } from "../wire/bundle.ts";
import { Decision, type DecisionRequest } from "../wire/decision.ts";

const AGENT: BundleAgent = {
  id: "bot",
  name: "Bot",
  status: "active",
  riskTier: "medium",
  environment: "production",
  provider: "anthropic",
  framework: "langgraph",
  team: "support",
  autonomy: "supervised",
  dataClasses: ["internal"],
};
const TOOL = { operationClass: "data.write", reversibility: "reversible", pin: null, inputSchema: null } as const;
/** When the cases are decided; what ends in them has ended long before, or ends long after. */
const NOW = Date.parse("2026-01-01T00:00:00.000Z");
const RULE = { title: "Rule", expiresInSeconds: 900 };

const CaseFile = z.strictObject({
  guarantee: z.string(),
  agents: z.array(BundleAgent.partial().required({ id: true })),
  tools: z.array(BundleTool.partial().required({ id: true })),
  policies: z.array(z.string()),
  rules: z.array(BundleRule.partial().required({ id: true })).default([]),
  request: z.strictObject({
    agentId: z.string(),
    tool: z.string(),
    // As parsed, whatever it holds: a copy by zod would lose the names that some cases are about.
    arguments: z.custom<DecisionRequest["arguments"]>((value) => typeof value === "object" && value !== null),
    onBehalfOf: z.string().optional(),
    chain: z.array(z.string()).optional(),
  }),
  lifted: z.array(z.string()).optional(),
  seenPin: z.string().nullable().optional(),
  expected: Decision.partial().omit({ revision: true, reason: true }).required({ effect: true, code: true }),
});

export interface DecisionCase {
  readonly file: string;
  readonly guarantee: string;
  readonly content: BundleContent;
  readonly request: DecisionRequest;
  readonly options: DecideOptions;
  readonly expected: z.infer<typeof CaseFile>["expected"];
}

export function loadCases(): DecisionCase[] {
  const folder = new URL("./", import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => {
    const parsed = CaseFile.parse(JSON.parse(readFileSync(new URL(file, folder), "utf8")));
    const { guarantee, request, lifted, seenPin, expected } = parsed;
    return { file, guarantee, content: contentOf(parsed), request, options: { lifted, seenPin, now: NOW }, expected };
  });
}

function contentOf({ agents, tools, policies, rules }: z.infer<typeof CaseFile>): BundleContent {
  return {
    format: 1,
    agents: agents.map((agent) => ({ ...AGENT, ...agent })),
    tools: tools.map((tool) => ({ ...TOOL, ...toolParts(tool.id), ...tool })),
    policies: policies.map(policyFromText),
    rules: rules.map((rule) => ({ ...RULE, ...rule })),
    offline: { low: 900, medium: 300, high: 60, critical: 60 },
  };
}

/** A policy as the console puts it into a bundle. */
export function policyFromText(text: string, place = 0): BundlePolicy {
  const answer = loadWasm().policyToJson(text);
  if (answer.type === "failure") throw new Error(`${answer.errors[0]?.message} in: ${text}`);
  const { annotations = {}, effect } = answer.json;
  const id = annotations.id ?? `policy-${place + 1}`;
  return {
    id,
    title: annotations.title ?? id,
    version: 1,
    effect,
    checkpoint: annotations.checkpoint ?? null,
    mode: annotations.mode === "observe" ? "observe" : "enforce",
    cedar: z.record(z.string(), z.json()).parse(answer.json),
  };
}
