import type { Segment } from "@/lib/shared/reveal";

export type Limited = { shown: Segment[]; hiddenLines: number; hiddenChars: number };

/** Cuts revealed text to a number of lines and characters and says exactly how much is left out. A token counts as its label. */
export function limitSegments(segments: readonly Segment[], maxLines: number, maxChars: number): Limited {
  const shown: Segment[] = [];
  let lines = 1;
  let chars = 0;
  let hiddenLines = 0;
  let hiddenChars = 0;
  let full = false;
  for (const segment of segments) {
    const body = segment.type === "text" ? segment.text : segment.label;
    const room = full ? 0 : roomFor(segment, body, maxLines - lines, maxChars - chars);
    if (room < body.length) full = true;
    if (room > 0) shown.push(segment.type === "text" ? { type: "text", text: body.slice(0, room) } : segment);
    chars += room;
    lines += segment.type === "text" ? newlines(body.slice(0, room)) : 0;
    hiddenChars += body.length - room;
    hiddenLines += segment.type === "text" ? newlines(body.slice(room)) : 0;
  }
  return { shown, hiddenLines, hiddenChars };
}

/** How much of a segment fits: a token whole or not at all, text never cut within a surrogate pair. */
function roomFor(segment: Segment, body: string, linesLeft: number, charsLeft: number): number {
  if (body.length <= charsLeft && (segment.type === "token" || newlines(body) <= linesLeft)) return body.length;
  if (segment.type === "token") return 0;
  let end = Math.min(body.length, Math.max(0, charsLeft));
  let at = -1;
  for (let line = 0; line <= linesLeft; line++) {
    at = body.indexOf("\n", at + 1);
    if (at === -1) break;
    if (line === linesLeft) end = Math.min(end, at);
  }
  const last = body.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
