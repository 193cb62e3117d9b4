/** Calls that a rule is likely to decide, and calls just outside of it. Guesses only: the evaluator says what they are. Pure. */
import type { Json, JsonObject } from "@/sdk/canonical";
import type { BundleTool } from "@/sdk/wire/bundle";
import { samplesFor } from "../call-samples";
import type { ArgumentLimit, GuidedRule } from "../guided-contract";
import type { TestPrincipal } from "../test-contract";
import type { Inventory } from "./check-blanks";

const MOST_TRIED = 10;

/** A principal that a case can name, and a name for it. */
export type Who = { principal: TestPrincipal; name: string /** What of the rule it stands for. */; for: string };

export function whoOf(rule: GuidedRule, { agents }: Inventory): Who[] {
  const active = agents.filter(({ status }) => status !== "retired");
  const fits = active.filter(
    (agent) =>
      (rule.environments.length === 0 || rule.environments.some((one) => one === agent.environment)) &&
      (rule.dataClasses.length === 0 || rule.dataClasses.some((one) => agent.dataClasses.includes(one))),
  );
  const real = (some: typeof agents, stands: string | null): Who[] =>
    some.map(({ id, name }) => ({ principal: { kind: "agent", id }, name, for: stands ?? id }));
  const made = (team: string): Who => ({ principal: standIn(rule, team), name: team || "any agent", for: team });
  if (rule.agents.length + rule.teams.length === 0) return [...real(fits.slice(0, MOST_TRIED), ""), made("")];
  const named = real(
    active.filter(({ id }) => rule.agents.includes(id)),
    null,
  );
  const teams = rule.teams.flatMap((team) => {
    const members = fits.filter((agent) => agent.team === team).slice(0, 3);
    return [...real(members, team), made(team)];
  });
  return [...named, ...teams];
}

const standIn = ({ environments, dataClasses, tiers }: GuidedRule, team: string): TestPrincipal => ({
  kind: "attributes",
  riskTier: tiers[0] ?? "medium",
  environment: environments[0] ?? "production",
  provider: "other",
  framework: "",
  team,
  autonomy: "supervised",
  dataClasses: dataClasses.slice(0, 1),
});

export const toolsOf = ({ tools, classes, server }: GuidedRule, inventory: Inventory): BundleTool[] =>
  inventory.tools.filter(
    (tool) =>
      (tools.length + classes.length === 0 || tools.includes(tool.id) || classes.includes(tool.operationClass)) &&
      (server === null || tool.server === server),
  );

/** Arguments that meet every limit, then arguments that just miss one. */
export function argumentsFor(
  tool: BundleTool,
  limits: readonly ArgumentLimit[],
): { within: JsonObject[]; outside: JsonObject[] } {
  const [base = {}] = samplesFor(tool, { numbers: [], texts: [] }, []);
  const names = [...new Set(limits.map(({ argument }) => argument))];
  const set = (which: "meets" | "misses"): JsonObject[] =>
    names.reduce<JsonObject[]>(
      (made, name) =>
        made.flatMap((args) =>
          valuesFor(
            limits.filter(({ argument }) => argument === name),
            which,
          ).map((value) => ({ ...args, [name]: value })),
        ),
      [base],
    );
  return { within: set("meets"), outside: names.length === 0 ? [] : set("misses") };
}

const TEXTS = ["x@elsewhere.example", "https://elsewhere.example/", "/elsewhere/x", "elsewhere"];

function valuesFor(limits: readonly ArgumentLimit[], which: "meets" | "misses"): Json[] {
  return limits.flatMap((limit): Json[] => {
    if (limit.kind === "text") return which === "meets" ? TEXTS : [limit.value.replaceAll("*", "x")];
    const value = Number(limit.value);
    const step = limit.kind === "integer" ? 1 : 0.01;
    return [which === "meets" ? Number((value + step).toFixed(4)) : value];
  });
}
