/** Opaque page cursors over (time, id), so that a page is one index range however deep it lies. */
import { Refusal } from "./errors";

export type Cursor = { at: Date; id: string };

export const encodeCursor = ({ at, id }: Cursor): string =>
  Buffer.from(`${at.toISOString()}|${id}`).toString("base64url");

export function decodeCursor(text: string): Cursor {
  const [at, id] = Buffer.from(text, "base64url").toString("utf8").split("|");
  const time = new Date(at ?? "");
  if (!id || Number.isNaN(time.getTime())) {
    throw new Refusal("invalid_input", "The page cursor is not one that this list gave out. Start again without it.");
  }
  return { at: time, id };
}
