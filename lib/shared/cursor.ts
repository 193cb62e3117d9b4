/** Opaque page cursors over (time, id), so that a page is one index range however deep it lies. */
import { Refusal } from "./errors";

export type Cursor = { at: Date; id: string };

export const encodeCursor = ({ at, id }: Cursor): string =>
  Buffer.from(`${at.toISOString()}|${id}`).toString("base64url");

export function decodeCursor(text: string): Cursor {
  const decoded = Buffer.from(text, "base64url").toString("utf8");
  const bar = decoded.indexOf("|");
  const time = new Date(decoded.slice(0, Math.max(bar, 0)));
  const id = decoded.slice(bar + 1);
  if (bar < 0 || id === "" || id.includes("\u0000") || Number.isNaN(time.getTime())) {
    throw new Refusal("invalid_input", "The page cursor is not one that this list gave out. Start again without it.");
  }
  return { at: time, id };
}
