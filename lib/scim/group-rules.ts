/** What directories write of groups, read strictly: filters and patches. Pure. */
import type { PatchOperation } from "./contract";
import { GroupInput, Members, type Shown } from "./group-contract";
import { comparisonOf, isObject, plainPath, wrong } from "./rules";

export type GroupFilter = { by: "displayName" | "externalId" | "id" | "member"; value: string };

const attributes = new Map<string, GroupFilter["by"]>([
  ["displayname", "displayName"],
  ["externalid", "externalId"],
  ["id", "id"],
  ["members", "member"],
  ["members.value", "member"],
]);

export function readGroupFilter(filter: string): GroupFilter {
  const found = comparisonOf(filter);
  const by = found && attributes.get(found.attribute);
  if (by) return { by, value: found.value };
  throw wrong(
    "invalidFilter",
    'This finds groups by displayName, externalId, id or members.value with eq, as in: displayName eq "Admins".',
  );
}

const names = (list: string): string[] => list.split(",").map((name) => plainPath(name.trim()));

/** Members are in the answer unless they were left out: directories leave them out, since they can be many. */
export const showsMembers = ({ attributes: only, excludedAttributes: without }: Shown): boolean =>
  (only === undefined || names(only).includes("members")) &&
  (without === undefined || !names(without).includes("members"));

/** What a patch comes to: members are added and removed, all others stay unless `replaces`. */
export type GroupChange = {
  displayName: string;
  externalId: string | null;
  replaces: boolean;
  add: Set<string>;
  remove: Set<string>;
};

export const membersIn = (value: unknown): string[] => {
  const list = Members.safeParse(Array.isArray(value) ? value : [value]);
  if (!list.success) throw wrong("invalidValue", "members is a list of objects with the id of a user as value.");
  if (list.data.some(({ type }) => type?.toLowerCase() === "group"))
    throw wrong("invalidValue", "Groups within groups are not taken: send the people.");
  return list.data.map(({ value }) => value);
};

/** The change, or a refusal: all operations count, or none does. */
export function changeOf(
  before: { displayName: string; externalId: string | null },
  operations: readonly PatchOperation[],
): GroupChange {
  const change: GroupChange = { ...before, replaces: false, add: new Set(), remove: new Set() };
  for (const { op, path, value } of operations) {
    if (path) write(change, op, path, value);
    else if (op === "remove") throw wrong("invalidPath", "What to remove must be named by a path.");
    else if (isObject(value)) for (const [name, one] of Object.entries(value)) write(change, op, name, one);
    else throw wrong("invalidSyntax", "An operation without a path needs an object as value.");
  }
  return change;
}

function write(change: GroupChange, op: PatchOperation["op"], path: string, value: unknown): void {
  const one = /^members\[value eq "([^"\\]*)"\]$/i.exec(path.trim())?.[1];
  if (one !== undefined) {
    if (op !== "remove") throw wrong("invalidPath", "One member that is named by a filter can only be removed.");
    removeMembers(change, [one]);
    return;
  }
  const plain = plainPath(path);
  const given = op === "remove" ? null : value;
  if (plain === "members") writeMembers(change, op, value);
  else if (plain === "displayname") change.displayName = fieldOf("displayName", given) ?? "";
  else if (plain === "externalid") change.externalId = fieldOf("externalId", given) ?? null;
  // What is not understood of members must not pass for a change that was made; other attributes are not kept.
  else if (/^members\b/i.test(plain))
    throw wrong("invalidPath", 'One member is named as in: members[value eq "usr_…"].');
}

function writeMembers(change: GroupChange, op: PatchOperation["op"], value: unknown): void {
  if (op === "add") {
    for (const id of membersIn(value)) {
      change.add.add(id);
      change.remove.delete(id);
    }
  } else if (op === "remove" && value !== undefined && value !== null) removeMembers(change, membersIn(value));
  else {
    change.replaces = true;
    change.add = new Set(op === "replace" ? membersIn(value ?? []) : []);
    change.remove = new Set();
  }
}

function removeMembers(change: GroupChange, ids: readonly string[]): void {
  for (const id of ids) {
    change.add.delete(id);
    change.remove.add(id);
  }
}

function fieldOf(field: "displayName" | "externalId", value: unknown): string | null | undefined {
  const parsed = GroupInput.shape[field].safeParse(value);
  if (!parsed.success) throw wrong("invalidValue", `${field}: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}
