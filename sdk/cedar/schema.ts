/** The Cedar schema of the model, for validating policies against the tools that there are. */
import type { BundleTool } from "../wire/bundle.ts";
import { OperationClass } from "../wire/words.ts";
import { argumentsType, cedarType, type RecordType } from "./arguments.ts";
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

function toolAction(tool: BundleTool, names: Names | null = null): object {
  const context = {
    args: cedarType(narrowed(typeOf(tool), names)),
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

/**
 * The schema as one policy can tell it from the whole: the validator walks the policy once for each tool, which takes a second at
 * hundreds of them. Every tool keeps its name and class. Of tools whose arguments look alike to this policy one stands for all; of
 * arguments only those are kept that the policy can mean, so that more look alike.
 */
export function slimSchema(tools: readonly BundleTool[], policy: object): { [namespace: string]: object } {
  const named = namesIn(policy);
  const actions: [string, object][] = OperationClass.options.map((operationClass) => [operationClass, {}]);
  const seen = new Set<string>();
  for (const tool of tools) {
    const action = toolAction(tool, named);
    const looks = JSON.stringify(action);
    const standsForItself = named === null || named.texts.has(tool.id) || !seen.has(looks);
    seen.add(looks);
    actions.push([tool.id, standsForItself ? action : { memberOf: [{ type: ACTION, id: tool.operationClass }] }]);
  }
  return { "": { entityTypes: entityTypes(), actions: Object.fromEntries(actions) } };
}

type Names = { texts: ReadonlySet<string>; attributes: ReadonlySet<string> };

/** Null when the policy takes the arguments as a whole, so that each of them matters. */
function namesIn(policy: object): Names | null {
  const texts = new Set<string>();
  const attributes = new Set<string>();
  let whole = false;
  const visit = (node: unknown, read: boolean): void => {
    if (typeof node === "string") texts.add(node);
    if (typeof node !== "object" || node === null) return;
    const { left, attr } = (node as { "."?: { left?: unknown; attr?: unknown } })["."] ?? {};
    if (attr === "args" && isContext(left)) {
      whole ||= !read;
      return;
    }
    if (isContext(node)) whole ||= !read;
    for (const [name, value] of Object.entries(node)) {
      const reads = name === "." || name === "has";
      if (reads) for (const one of [(value as { attr?: unknown }).attr].flat()) attributes.add(String(one));
      visit(value, reads || (read && name === "left"));
    }
  };
  visit(policy, false);
  return whole ? null : { texts, attributes };
}

const isContext = (node: unknown): boolean => (node as { Var?: unknown } | undefined)?.Var === "context";

/** Whether a policy that reads `wanted` may mean `name`: also one that is not finished, or misspelt, for which Cedar suggests another. */
const maybe = (wanted: string, name: string): boolean =>
  wanted.startsWith(name) ||
  name.startsWith(wanted) ||
  (wanted[0] === name[0] && Math.abs(wanted.length - name.length) <= 2);

/** Only the arguments that a policy may mean. A name that is there is meant as it stands. */
function narrowed({ members, ...type }: RecordType, names: Names | null): RecordType {
  if (names === null) return { ...type, members };
  const wanted = [...names.attributes];
  const unknown = wanted.filter((one) => !members.has(one));
  const kept = [...members].filter(([name]) => names.attributes.has(name) || unknown.some((one) => maybe(one, name)));
  return { ...type, members: new Map(kept) };
}

/** A tool does not change: what comes anew is another object. */
const types = new WeakMap<BundleTool, RecordType>();

function typeOf(tool: BundleTool): RecordType {
  const known = types.get(tool) ?? argumentsType(tool.inputSchema);
  types.set(tool, known);
  return known;
}
