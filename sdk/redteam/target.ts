/** What an attack acts on: a server with its tools, agents, and the policies that stand between them. */
import type { JsonObject } from "../canonical.ts";
import type { ScenarioFacts } from "../wire/redteam.ts";
import type { OperationClass, PepKind } from "../wire/words.ts";

export type TargetTool = {
  name: string;
  operationClass: OperationClass;
  description: string;
  /** Properties of its arguments; all of them are required, and no others are taken. */
  takes: JsonObject;
  /** What it answers; without it, "done". */
  answer?: { text: string } | { remember: string } | { recall: true };
  /** More members of the definition, as annotations. */
  more?: JsonObject;
  /** False: the server has it from the beginning, and nobody has approved it. */
  approved?: false;
};

export type ScenarioSetting = ScenarioFacts & {
  tools: readonly TargetTool[];
  /** `{agent}` and `{server}` stand for this scenario's own; `{agent:NAME}` for one of its further agents. */
  policies: readonly { slug: string; title: string; text: string }[];
  /** How the agent's point is made; `mcp-proxy` where it is left out. */
  kind?: PepKind;
  /** Further agents, by name. */
  others?: readonly { name: string; kind: PepKind }[];
  custom?: boolean;
};

/** One name for the tools' server in policies, in the inventory and on the command line. */
export const serverOf = ({ id }: Pick<ScenarioSetting, "id">): string => `rt-${id.toLowerCase()}`;

export const agentKey = ({ id }: Pick<ScenarioSetting, "id">, other?: string): string =>
  other ? `${id}-${other}` : id;

export const definitionOf = ({ name, description, takes, more }: TargetTool): JsonObject => ({
  name,
  description,
  inputSchema: { type: "object", properties: takes, required: Object.keys(takes), additionalProperties: false },
  ...more,
});
