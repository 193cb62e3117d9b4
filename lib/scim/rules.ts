/** What directories write, read strictly where it matters: filters, patches, addresses and names. Pure. */
import { z } from "zod";
import { type PatchOperation, UserInput } from "./contract";
import { ScimRefusal, type ScimType } from "./refusal";

export type Filter = { by: "userName" | "externalId" | "id" | "email"; value: string };

export const wrong = (type: ScimType, message: string) => new ScimRefusal("invalid_input", type, message);
export const plainPath = (path: string) =>
  path.replace(/^urn:ietf:params:scim:schemas:core:2\.0:(User|Group):/i, "").toLowerCase();

const attributes = new Map<string, Filter["by"]>([
  ["username", "userName"],
  ["externalid", "externalId"],
  ["id", "id"],
  ["emails.value", "email"],
  ['emails[type eq "work"].value', "email"],
]);

/** One comparison by `eq`, which is all that directories ask to find something. */
export function comparisonOf(filter: string): { attribute: string; value: string } | null {
  const shape = /^\s*(emails\[type eq "work"\]\.value|\S+)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i;
  const [, attribute = "", quoted = ""] = shape.exec(filter) ?? [];
  const value = textOf(quoted);
  return value === null ? null : { attribute: plainPath(attribute), value };
}

export function readFilter(filter: string): Filter {
  const found = comparisonOf(filter);
  const by = found && attributes.get(found.attribute);
  if (by) return { by, value: found.value };
  throw wrong(
    "invalidFilter",
    'This finds users by userName, externalId, id or emails.value with eq, as in: userName eq "ada@example.com".',
  );
}

function textOf(quoted: string): string | null {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" && !value.includes("\u0000") && value.isWellFormed() ? value : null;
  } catch {
    return null;
  }
}

export const MOST_RESULTS = 200;
/** Counts from 1, and whatever is beyond what is given is brought back to it (RFC 7644, 3.4.2.4). */
export const pageOf = (startIndex = 1, count = 100) => ({
  startIndex: Math.min(Math.max(1, startIndex), 10_000_000),
  count: Math.min(Math.max(0, count), MOST_RESULTS),
});

/** ASCII before it is put in lower case: "\u212A", the sign for kelvin, would become a plain "k". */
const Address = z
  .string()
  .trim()
  .max(254)
  .regex(/^[\x21-\x7e]+$/)
  .toLowerCase()
  .pipe(z.email());

/** The user name where it is an address, as with most directories; or else the address that is marked as primary. */
export function emailOf({ userName, emails }: Pick<UserInput, "userName" | "emails">): string {
  const primary = emails?.find((one) => one.primary) ?? emails?.[0];
  for (const candidate of [userName, primary?.value]) {
    const email = Address.safeParse(candidate).data;
    if (email) return email;
  }
  throw wrong("invalidValue", "Neither userName nor emails holds an e-mail address in ASCII.");
}

/** What people here see: one line, of whatever the directory has. */
export function personName({ displayName, name, userName }: UserInput): string {
  const both = [name?.givenName, name?.familyName].filter(Boolean).join(" ");
  for (const candidate of [displayName, name?.formatted, both, userName]) {
    const line = (candidate ?? "")
      .replace(/[\p{Cc}\s]+/gu, " ")
      .trim()
      .slice(0, 120)
      .toWellFormed()
      .trim();
    if (line !== "") return line;
  }
  return "Unnamed";
}

/** Where a patch may write, by path in lower case. What is not here is not kept, and so not changed. */
const targets = new Map<string, readonly [string, string?]>([
  ["username", ["userName"]],
  ["externalid", ["externalId"]],
  ["displayname", ["displayName"]],
  ["active", ["active"]],
  ["name.formatted", ["name", "formatted"]],
  ["name.givenname", ["name", "givenName"]],
  ["name.familyname", ["name", "familyName"]],
  ["emails", ["emails"]],
  ["name", ["name"]],
]);

type Draft = Record<string, unknown>;

/** The user after the operations, or a refusal: all of them count, or none does. */
export function patched(before: UserInput, operations: readonly PatchOperation[]): UserInput {
  const draft: Draft = structuredClone(before);
  for (const { op, path, value } of operations) {
    if (path) write(draft, path, op === "remove" ? null : value);
    else if (op === "remove") throw wrong("invalidPath", "What to remove must be named by a path.");
    else if (isObject(value)) for (const [name, one] of Object.entries(value)) write(draft, name, one);
    else throw wrong("invalidSyntax", "An operation without a path needs an object as value.");
  }
  const parsed = UserInput.safeParse(draft);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong("invalidValue", `${issue?.path.join(".")}: ${issue?.message}`);
}

export const isObject = (value: unknown): value is Draft =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function write(draft: Draft, path: string, value: unknown): void {
  const plain = plainPath(path);
  if (/^emails\[[^\]]*\]\.value$/.test(plain)) {
    draft.emails = value === null ? [] : [{ value, primary: true }];
    return;
  }
  const target = targets.get(plain);
  if (!target) return;
  const [outer, inner] = target;
  if (plain === "active" && value === null)
    throw wrong("mutability", "active is true or false, and cannot be removed.");
  if (inner) draft[outer] = { ...(isObject(draft[outer]) ? draft[outer] : {}), [inner]: value };
  else if (outer === "name" && isObject(value)) draft.name = { ...(isObject(draft.name) ? draft.name : {}), ...value };
  else draft[outer] = value;
}
