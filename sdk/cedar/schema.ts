/** The Cedar schema of the model, for validating policies against the tools that there are. */
import type { BundleTool } from "../wire/bundle.ts";
import { OperationClass } from "../wire/words.ts";
import { argumentsType, cedarType } from "./arguments.ts";
import { ACTION, AGENT, AGENT_ATTRIBUTES, AGENT_GROUPS, SERVER } from "./model.ts";

/** In Cedar's JSON schema format. Operation classes without a tool are in it too, so that policies can be written ahead. */
export function cedarSchema(tools: readonly BundleTool[]): { [namespace: string]: object } {
  const actions: [string, object][] = OperationClass.options.map((operationClass) => [operationClass, {}]);
  for (const tool of tools) actions.push([tool.id, toolAction(tool)]);
  return { "": { entityTypes: entityTypes(), actions: Object.fromEntries(actions) } };
}

function entityTypes(): object {
  const attributes = Object.entries(AGENT_ATTRIBUTES).map(([name, type]) => [
    name,
    type === "String" ? { type } : { type: "Set", element: { type: "String" } },
  ]);
  const groups = Object.keys(AGENT_GROUPS);
  return {
    [AGENT]: { memberOfTypes: groups, shape: { type: "Record", attributes: Object.fromEntries(attributes) } },
    ...Object.fromEntries(groups.map((type) => [type, {}])),
    [SERVER]: { shape: { type: "Record", attributes: { name: { type: "String" } } } },
  };
}

function toolAction(tool: BundleTool): object {
  const context = {
    args: cedarType(argumentsType(tool.inputSchema)),
    onBehalfOf: { type: "String", required: false },
    chainLength: { type: "Long" },
  };
  return {
    memberOf: [{ type: ACTION, id: tool.operationClass }],
    appliesTo: {
      principalTypes: [AGENT],
      resourceTypes: [SERVER],
      context: { type: "Record", attributes: context },
    },
  };
}
