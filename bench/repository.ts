/**
 * A repository of 10,000 policies, the most that an organisation may hold: what comparing, pushing and publishing them takes, whole
 * commands as the command line calls them. Beside it: the 15 s that a transaction may take, for what happens in one.
 */
import { database } from "@/lib/db/client";
import { publishByTwo, testFleet } from "@/lib/enforcement/testing";
import { registerTool } from "@/lib/inventory/register-tool";
import { comparePolicies } from "@/lib/policy/compare-policies";
import { MOST_POLICIES } from "@/lib/policy/contract";
import { pushPolicies } from "@/lib/policy/push-policies";
import { validatePolicy } from "@/lib/policy/validate-policy";
import { clockMs, print } from "./support/figures";

export const needs = "database";

const TOOLS = 50;
const PROMISED_S = 60;
/** The organisation of the bench has a few of its own. */
const count = Number(process.env.BENCH_POLICIES ?? MOST_POLICIES - 100);

const fleet = await testFleet("Bench");
for (let place = 0; place < TOOLS; place++)
  await registerTool(fleet.ctx, {
    server: "desk",
    name: `tool-${place}`,
    operationClass: "data.write",
    reversibility: "reversible",
    definition: {
      inputSchema: {
        type: "object",
        properties: { to: { type: "string" }, amount: { type: "integer" } },
        required: ["to", "amount"],
      },
    },
  });
const { revision } = await publishByTwo(fleet, { note: "before" });
const policies = (more: number) =>
  Array.from({ length: count }, (_, place) => ({
    slug: `limit-${place}`,
    title: `Limit ${place}`,
    path: `policies/limit-${place}.cedar`,
    text: `forbid (principal, action == Action::"desk/tool-${place % TOOLS}", resource) when { principal.team == "team-${place % 400}" && context.args.amount > ${more + place} };`,
  }));
const pushed = (more: number, published: number) => ({
  repository: "https://example.test/policies.git",
  commit: "0123456789abcdef",
  published,
  policies: policies(more),
  tests: [],
});
async function timed<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  const from = clockMs();
  const result = await run();
  const value = (clockMs() - from) / 1000;
  print({ name, value, unit: "s", against: `promise of ${PROMISED_S} s`, yardstick: PROMISED_S });
  return result;
}

await timed("repository_compare_s", () => comparePolicies(fleet.ctx, pushed(1_000, revision)));
await timed("repository_push_s", () => pushPolicies(fleet.ctx, pushed(1_000, revision)));
const next = await timed("repository_publish_s", () => publishByTwo(fleet, { note: "bench" }));
await timed("repository_push_unchanged_s", () => pushPolicies(fleet.ctx, pushed(1_000, next.revision)));
await timed("repository_push_edits_s", () => pushPolicies(fleet.ctx, pushed(2_000, next.revision)));
await timed("repository_validate_one_s", () => validatePolicy(fleet.ctx, { text: policies(0)[0]?.text ?? "" }));
await database().$disconnect();
