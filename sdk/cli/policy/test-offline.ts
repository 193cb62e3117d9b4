/** Runs the cases of a folder by the evaluator of every enforcement point, without asking anybody. */
import type { PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import { loadWasm } from "../../cedar/load-wasm.ts";
import { cedarSchema } from "../../cedar/schema.ts";
import { textProblem } from "../../cedar/text-bounds.ts";
import { printable } from "../../pep/printable.ts";
import { annotationProblems, parsedOf } from "../../policy/read-policy.ts";
import { runCases } from "../../policy/run-cases.ts";
import type { BundlePolicy } from "../../wire/bundle.ts";
import { type Inventory, type PolicyFile, readCases, readInventory, readPolicies } from "./files.ts";
import type { PolicyOptions } from "./options.ts";

export async function testOffline({ dir }: PolicyOptions): Promise<number> {
  const [files, cases, inventory] = [await readPolicies(dir), await readCases(dir), await readInventory(dir)];
  const active = files.filter(({ status }) => status === "active");
  const schema = cedarSchema(inventory.tools);
  const read = active.map((file) => readOne(file, schema, inventory));
  const problems = read.flatMap((one) => ("problems" in one ? one.problems : []));
  for (const problem of problems) process.stdout.write(`  ${printable(problem, 500)}\n`);
  if (problems.length > 0) throw new Error(`${problems.length} problems: the cases were not run.`);
  const policies = read.flatMap((one) => ("policy" in one ? one.policy : []));
  const asked = cases.map(({ path, ...one }) => ({ ...one, id: path }));
  const results = runCases({ format: 1, ...inventory, policies }, asked, Date.now());
  for (const { name, passed, why } of results)
    process.stdout.write(
      `  ${passed ? "passed" : "FAILED"}  ${printable(name, 200)}${passed ? "" : `: ${printable(why, 500)}`}\n`,
    );
  const failed = results.filter(({ passed }) => !passed).length;
  process.stdout.write(`${policies.length} policies, ${results.length} cases, ${failed} failed.\n`);
  return failed === 0 ? 0 : 1;
}

type Read = { policy: BundlePolicy } | { problems: string[] };

function readOne({ slug, title, text, path }: PolicyFile, schema: object, { rules }: Inventory): Read {
  const unfit = textProblem(text);
  if (unfit) return { problems: [`${path}: ${unfit.message}`] };
  const wasm = loadWasm();
  const json = wasm.policyToJson(text);
  if (json.type === "failure") return { problems: json.errors.map(({ message }) => `${path}: ${message}`) };
  const problems = [...annotationProblems(json.json), ...invalid(text, schema), ...withoutRule(json.json, rules)];
  if (problems.length > 0) return { problems: problems.map((message) => `${path}: ${message}`) };
  return { policy: { id: slug, title, version: 1, ...parsedOf(json.json) } };
}

function invalid(text: string, schema: object): string[] {
  const wasm = loadWasm();
  const answer = wasm.validate({
    schema: schema as Parameters<typeof wasm.validate>[0]["schema"],
    policies: { staticPolicies: { policy: text } },
    validationSettings: { mode: "strict" },
  });
  const errors = answer.type === "failure" ? answer.errors : answer.validationErrors.map(({ error }) => error);
  return errors.map(({ message }) => message);
}

function withoutRule(json: PolicyJson, rules: Inventory["rules"]): string[] {
  const { checkpoint } = parsedOf(json);
  return checkpoint === null || rules.some(({ id }) => id === checkpoint)
    ? []
    : [`there is no checkpoint rule named "${checkpoint}"`];
}
