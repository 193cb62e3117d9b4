/** Cuts texts where signs begin and end, so that each can be drawn at its place. Pure. */
import type { ToolSign } from "@/lib/inventory/tool-contract";

/** A sign with its number on the page. */
export type NumberedSign = ToolSign & { number: number };
/** A stretch of text and the signs that cover it. */
export type MarkedPiece = { text: string; signs: readonly NumberedSign[] };

export const numbered = (signs: readonly ToolSign[]): NumberedSign[] =>
  signs.map((sign, index) => ({ ...sign, number: index + 1 }));

/** Every character of the text is in exactly one piece. Ranges that reach beyond the text are cut to it. */
export function cutAtSigns(text: string, signs: readonly NumberedSign[]): MarkedPiece[] {
  const inside = (place: number) => Math.min(Math.max(place, 0), text.length);
  const cuts = [...new Set([0, text.length, ...signs.flatMap(({ from, to }) => [inside(from), inside(to)])])].sort(
    (a, b) => a - b,
  );
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index] ?? 0;
    return { text: text.slice(start, end), signs: signs.filter(({ from, to }) => from < end && to > start) };
  });
}

/** Signs by where they stand: the pointer, and whether in the name of the member or in its value. */
export function signsByPlace(signs: readonly NumberedSign[]): ReadonlyMap<string, NumberedSign[]> {
  const places = new Map<string, NumberedSign[]>();
  for (const sign of signs) {
    const key = placeKey(sign.at, sign.inName);
    places.set(key, [...(places.get(key) ?? []), sign]);
  }
  return places;
}

export const placeKey = (at: string, inName: boolean): string => `${inName ? "name" : "value"} ${at}`;

type Lined = { depth: number; name?: string; index?: number };

/** JSON pointers of the lines of a flattened tree, in its order. */
export function pointersOf(lines: readonly Lined[]): string[] {
  const path: string[] = [];
  return lines.map(({ depth, name, index }) => {
    path.length = Math.max(0, depth - 1);
    const member = name ?? (index === undefined ? undefined : String(index));
    if (member !== undefined) path[depth - 1] = `/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return path.join("");
  });
}
