/** What policies read of a call, with its values. Pure. */
import type { Json, JsonObject } from "@/sdk/canonical";
import type { BundlePolicy } from "@/sdk/wire/bundle";
import type { ReadValue } from "../why-contract";
import { groupsNamed, visit } from "./named-in";
import type { Question } from "./question";

const MOST_VALUES = 40;
const REDACTED = /\[redacted sha256:[0-9a-f]{12}\]/;

export function valuesRead(
  { content, request }: Question,
  policies: readonly Pick<BundlePolicy, "cedar">[],
): ReadValue[] {
  const paths = new Set(policies.flatMap(({ cedar }) => pathsIn(cedar)));
  const agent = content.agents.find(({ id }) => id === request.agentId);
  const call: JsonObject = {
    principal: agent ? JSON.parse(JSON.stringify({ ...agent, delegations: undefined })) : {},
    action: request.tool,
    resource: { name: request.tool.slice(0, request.tool.indexOf("/")) },
    context: {
      args: request.arguments,
      chainLength: request.chain?.length ?? 0,
      ...(request.onBehalfOf === undefined ? {} : { onBehalfOf: request.onBehalfOf }),
    },
  };
  return [...paths]
    .sort()
    .slice(0, MOST_VALUES)
    .map((path) => {
      const names: string[] = JSON.parse(path);
      const value = valueAt(call, names);
      const text = value === undefined ? null : JSON.stringify(value);
      return { name: names.join("."), value: text, redacted: text !== null && REDACTED.test(text) };
    });
}

/** Names of arguments that a policy reads, by their first member; null when it takes them as a whole. */
export function argumentsRead(policies: readonly Pick<BundlePolicy, "cedar">[]): Set<string> | null {
  const names = new Set<string>();
  for (const { cedar } of policies)
    for (const text of pathsIn(cedar)) {
      const path: string[] = JSON.parse(text);
      if (path[0] !== "context" || (path[1] !== undefined && path[1] !== "args")) continue;
      if (path[2] === undefined) return null;
      names.add(path[2]);
    }
  return names;
}

export const isRedacted = (value: Json | undefined): boolean => REDACTED.test(JSON.stringify(value ?? null));

/** Paths as JSON texts, so that each is there once. */
function pathsIn(cedar: JsonObject): string[] {
  const found = new Set<string>();
  const add = (path: readonly string[]) => found.add(JSON.stringify(path));
  const conditions = cedar.conditions;
  readPaths(conditions, add);
  const scope: JsonObject = { principal: cedar.principal ?? null };
  for (const attribute of [...groupsNamed(scope), ...groupsNamed(conditions ?? null)]) add(["principal", attribute]);
  visit(scope, ({ type, id }) => {
    if (type === "Agent" && typeof id === "string") add(["principal", "id"]);
  });
  if (isAbout(cedar.action)) add(["action"]);
  if (isAbout(cedar.resource)) add(["resource", "name"]);
  return [...found];
}

const isAbout = (part: Json | undefined): boolean =>
  typeof part === "object" && part !== null && !Array.isArray(part) && part.op !== "All";

/** The longest paths from a variable: what lies on the way is not read by itself. */
function readPaths(node: Json | undefined, add: (path: readonly string[]) => void): void {
  if (Array.isArray(node)) for (const item of node) readPaths(item, add);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const path = pathOf(node);
  if (path) {
    // Which agent it is shows by the groups and ids that it is compared with.
    if (path.length > 1 || path[0] === "context") add(path);
    return;
  }
  for (const value of Object.values(node)) readPaths(value, add);
}

function pathOf(node: Json | undefined): string[] | null {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return null;
  if (typeof node.Var === "string") return [node.Var];
  const access = node["."] ?? node.has;
  if (typeof access !== "object" || access === null || Array.isArray(access)) return null;
  const left = pathOf(access.left);
  return left && typeof access.attr === "string" ? [...left, access.attr] : null;
}

function valueAt(from: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, name) =>
      typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
        ? value[name]
        : undefined,
    from,
  );
}
