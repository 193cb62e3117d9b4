/** What the console has to have before the attacks begin. */
import type { RangePlan } from "../wire/redteam.ts";
import type { PepKind } from "../wire/words.ts";
import { agentKey, definitionOf, type ScenarioSetting, serverOf } from "./target.ts";

/** Everything that the scenarios need to find, for all of them at once. */
export function planOf(scenarios: readonly ScenarioSetting[]): RangePlan {
  return {
    agents: scenarios.flatMap((one) => [
      agentOf(agentKey(one), one.kind ?? "mcp-proxy"),
      ...(one.others ?? []).map(({ name, kind }) => agentOf(agentKey(one, name), kind)),
    ]),
    tools: scenarios.flatMap((one) =>
      one.tools.flatMap((tool) => {
        if (tool.approved === false) return [];
        const { name, operationClass } = tool;
        const reversibility = operationClass === "read" ? ("reversible" as const) : ("irreversible" as const);
        return [{ server: serverOf(one), name, operationClass, reversibility, definition: definitionOf(tool) }];
      }),
    ),
    policies: scenarios.flatMap((one) =>
      one.policies.map(({ slug, title, text }) => ({
        slug: `${one.id.toLowerCase()}-${slug}`.slice(0, 60),
        title,
        text: filled(one, text),
      })),
    ),
  };
}

const agentOf = (key: string, kind: PepKind) => ({
  key,
  name: `Red team · ${key}`.slice(0, 100),
  riskTier: "medium" as const,
  kind,
});

const filled = (one: ScenarioSetting, text: string): string =>
  text
    .replaceAll("{server}", serverOf(one))
    .replaceAll("{agent}", `{agent:${agentKey(one)}}`)
    .replace(/\{agent:([A-Za-z0-9-]+)\}/g, (_, name: string) =>
      name === agentKey(one) ? `{agent:${name}}` : `{agent:${agentKey(one, name)}}`,
    );
