/** Makes one answer of several servers' answers. */
import type { Json, JsonObject } from "../canonical.ts";
import { VERSION } from "../pep/version.ts";
import { renamed } from "./hub-names.ts";
import { isObject } from "./message.ts";
import { META_SERVER, metaOf } from "./protocol.ts";

export type LaneResult = { server: string; result: JsonObject };

const SELF = { name: "gatehouse", title: "Gatehouse", version: VERSION };

/** The members in which lists are given, and whether their entries go by a name that has to be told apart. */
export const LISTS: { readonly [method: string]: { member: string; named: boolean } } = {
  "tools/list": { member: "tools", named: true },
  "prompts/list": { member: "prompts", named: true },
  "resources/list": { member: "resources", named: false },
  "resources/templates/list": { member: "resourceTemplates", named: false },
  "tasks/list": { member: "tasks", named: false },
};

export function mergedMeeting(method: string, answers: readonly LaneResult[]): JsonObject {
  const capabilities = answers.reduce<JsonObject>((all, { result }) => united(all, result.capabilities), {});
  const texts = answers.flatMap(({ server, result }) =>
    typeof result.instructions === "string" ? [`${server}:\n${result.instructions}`] : [],
  );
  const instructions: JsonObject = texts.length > 0 ? { instructions: texts.join("\n\n") } : {};
  if (method === "initialize") {
    // What all of them speak: revisions are dates.
    const versions = answers.flatMap(({ result }) =>
      typeof result.protocolVersion === "string" ? [result.protocolVersion] : [],
    );
    const [protocolVersion = ""] = versions.sort();
    return { protocolVersion, capabilities, serverInfo: SELF, ...instructions };
  }
  const lists = answers.map(({ result }) => (Array.isArray(result.supportedVersions) ? result.supportedVersions : []));
  const [first = [], ...others] = lists;
  const supportedVersions = first.filter((version) => others.every((list) => list.includes(version)));
  const [{ result } = { result: {} }] = answers;
  const _meta = { ...metaOf(result), [META_SERVER]: SELF };
  return { ...result, ...leastCached(answers), supportedVersions, capabilities, ...instructions, _meta };
}

/** One page with everything: the pages of several servers cannot be turned together. */
export function mergedList(method: string, answers: readonly LaneResult[]): JsonObject {
  const { member, named } = LISTS[method] ?? { member: "", named: false };
  const entries = answers.flatMap(({ server, result }) => {
    const list = Array.isArray(result[member]) ? result[member] : [];
    return named ? renamed(server, list) : list;
  });
  const { nextCursor: _, ...rest }: JsonObject = answers[0]?.result ?? {};
  return { ...rest, ...leastCached(answers), [member]: entries };
}

function leastCached(answers: readonly LaneResult[]): JsonObject {
  const lives = answers.flatMap(({ result }) => (typeof result.ttlMs === "number" ? [result.ttlMs] : []));
  if (lives.length === 0) return {};
  const isPrivate = answers.some(({ result }) => result.cacheScope !== "public");
  return { ttlMs: Math.min(...lives), cacheScope: isPrivate ? "private" : "public" };
}

/** What any of them can do. */
function united(one: JsonObject, other: Json | undefined): JsonObject {
  if (!isObject(other)) return one;
  const all: JsonObject = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const known = all[name];
    all[name] = isObject(known) && isObject(value) ? united(known, value) : known === true ? true : value;
  }
  return all;
}
