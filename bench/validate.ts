/**
 * Validation as one types: what the editor asks with each pause, for one policy's text at a time, in an organisation of 1,000 policies
 * and 500 tools, each of them with arguments of its own. Beside it: cedar-wasm with the schema of all tools, as one would ask it plainly.
 */
import { database } from "@/lib/db/client";
import { testFleet } from "@/lib/enforcement/testing";
import { bundleTools } from "@/lib/policy/bundle-inventory";
import { createPolicy } from "@/lib/policy/create-policy";
import { validatePolicy } from "@/lib/policy/validate-policy";
import { newId } from "@/lib/shared/ids";
import { loadWasm } from "@/sdk/cedar/load-wasm";
import { cedarSchema } from "@/sdk/cedar/schema";
import { clockMs, print, quantile } from "./support/figures";

export const needs = "database";

const TOOLS = 500;
const POLICIES = 1_000;
const PLAIN_ROUNDS = 5;
const CLASSES = ["read", "data.write", "money.move", "config.change"];

const definitionOf = (at: number) => ({
  name: `tool_${at}`,
  inputSchema: {
    type: "object",
    properties: {
      account: { type: "string" },
      amount: { type: "number" },
      tags: { type: "array", items: { type: "string" } },
      options: { type: "object", properties: { fast: { type: "boolean" }, limit: { type: "integer" } } },
      [`own_${at}`]: { type: at % 2 === 0 ? "string" : "integer" },
    },
    required: ["account"],
  },
});

const fleet = await testFleet("Bench");
const { ctx, orgId } = fleet;
await database().tool.createMany({
  data: Array.from({ length: TOOLS }, (_, at) => ({
    id: newId("tool"),
    orgId,
    server: `server-${at % 20}`,
    name: `tool_${at}`,
    operationClass: CLASSES[at % CLASSES.length] ?? "read",
    state: "approved",
    pin: `sha256:${at.toString(16).padStart(64, "0")}`,
    pinnedDefinition: JSON.stringify(definitionOf(at)),
  })),
});

/** The same text as it grows, letter by letter: most of what is asked does not parse, some does not validate, some is whole. */
const typed = [
  `forbid (principal, action == Action::"server-3/tool_3", resource)\nwhen { context.args has own_3 && context.args.own_3 > 100 };`,
  `permit (principal in Team::"billing", action in Action::"money.move", resource)\nwhen { context.args.account like "DE*" };`,
  `forbid (principal, action, resource) unless { principal.riskTier == "low" };`,
  `forbid (principal, action, resource) when { context.args has amount && context.args.amount.greaterThan(decimal("500.0")) };`,
].flatMap((text) => Array.from({ length: 40 }, (_, at) => text.slice(0, Math.ceil((text.length * (at + 1)) / 40))));

const [whole = ""] = typed.slice(39, 40);
for (let at = 0; at < POLICIES; at++)
  await createPolicy(ctx, { slug: `bench-${at}`, title: `Bench ${at}`, text: whole });

const times: number[] = [];
for (const text of [...typed, ...typed]) {
  const from = clockMs();
  await validatePolicy(ctx, { text });
  times.push(clockMs() - from);
}
const schema: unknown = cedarSchema(await bundleTools(ctx));
const plain = Array.from({ length: PLAIN_ROUNDS }, () => {
  const from = clockMs();
  loadWasm().validate({
    schema: schema as Parameters<ReturnType<typeof loadWasm>["validate"]>[0]["schema"],
    policies: { staticPolicies: { policy: whole } },
    validationSettings: { mode: "strict" },
  });
  return clockMs() - from;
});
const against = "cedar-wasm with the whole schema, one policy that is complete (p95)";
const yardstick = quantile(plain, 0.95);
print({ name: "validate_p95_ms", value: quantile(times, 0.95), unit: "ms", against, yardstick });
print({ name: "validate_p50_ms", value: quantile(times, 0.5), unit: "ms", against, yardstick });
await database().$disconnect();
