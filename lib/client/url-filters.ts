/** Filters live in the address. Reading them never fails: what is not understood is left out and named, so that it can be said. */
import type { z } from "zod";

export type Search = Record<string, string | string[] | undefined>;
type Shape = z.ZodObject;

/** `also` names what else the page keeps in its address: a tab, a peek. */
export function readFilters<S extends Shape>(
  schema: S,
  search: Search,
  also: readonly string[] = [],
): { filters: z.output<S>; ignored: string[] } {
  const kept: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const [name, given] of Object.entries(search)) {
    const value = Array.isArray(given) ? given[0] : given;
    if (value === undefined || value === "" || also.includes(name)) continue;
    const parsed = Object.hasOwn(schema.shape, name) ? schema.shape[name]?.safeParse(value) : undefined;
    if (parsed?.success) kept[name] = parsed.data;
    else ignored.push(name);
  }
  return { filters: schema.parse(kept), ignored };
}

type Change = Record<string, string | number | boolean | undefined>;

/** The address with some filters changed. The page's cursor is dropped unless named: it belongs to the list as it was. */
export function filterHref(path: string, filters: Change, change: Change = {}, defaults: Change = {}): string {
  const search = new URLSearchParams();
  const kept = Object.entries(filters).filter(([name]) => name !== "cursor");
  for (const [name, value] of Object.entries({ ...Object.fromEntries(kept), ...change })) {
    if (value !== undefined && value !== "" && value !== defaults[name]) search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** The address that was asked for, to come back to after signing in. */
export function addressOf(path: string, search: Search): string {
  return filterHref(
    path,
    Object.fromEntries(Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value])),
    { cursor: Array.isArray(search.cursor) ? search.cursor[0] : search.cursor },
  );
}

/** The name under which the address remembers the cursors of the pages before this one. */
export const TRAIL = "trail";
export const trailOf = (search: Search): string | undefined =>
  typeof search[TRAIL] === "string" ? search[TRAIL] : undefined;

const SEPARATOR = "~";
/** As many pages back as an address can well hold; further back, the list starts over. */
const LONGEST_TRAIL = 1500;

type Pages = { path: string; filters: Change; defaults?: Change; trail: string | undefined; nextCursor: string | null };

/** Where the pages beside this one are. Cursors only lead forward, so the way back is kept in the address. */
export function pageHrefs({ path, filters, defaults, trail, nextCursor }: Pages) {
  const before = trail ? trail.split(SEPARATOR) : [];
  const here = typeof filters.cursor === "string" ? filters.cursor : "";
  const to = (cursor: string, behind: readonly string[]) =>
    filterHref(path, filters, { cursor: cursor || undefined, [TRAIL]: joined(behind) || undefined }, defaults);
  return {
    nextHref: nextCursor ? to(nextCursor, here ? [...before, here] : []) : undefined,
    previousHref: here ? to(before.at(-1) ?? "", before.slice(0, -1)) : undefined,
  };
}

function joined(cursors: readonly string[]): string {
  const text = cursors.join(SEPARATOR);
  return text.length <= LONGEST_TRAIL ? text : joined(cursors.slice(1));
}

/** A member of the path as it was meant; one that is not well encoded is taken as it stands, and will not be found. */
export function pathMember(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
