/** Filters live in the URL, which anybody can edit: what does not fit is left out and named, never a broken page. */
import type { z } from "zod";

export type SearchParams = Record<string, string | string[] | undefined>;

export function urlFilters<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  params: SearchParams,
): { filters: Partial<z.input<z.ZodObject<Shape>>>; ignored: string[] } {
  const kept: Record<string, string> = {};
  const ignored: string[] = [];
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === "") continue;
    const member = Object.hasOwn(schema.shape, name) ? (schema.shape[name] as z.ZodType) : undefined;
    if (typeof value === "string" && member?.safeParse(value).success) kept[name] = value;
    else ignored.push(name);
  }
  // Each member was parsed by its own schema just now; only the names are put together again.
  return { filters: kept as Partial<z.input<z.ZodObject<Shape>>>, ignored };
}

/** The same address with other filters; null takes one away. */
export function withParams(path: string, params: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
