/** Where a page of the inbox ends: the place of its last request in the order of the list. */

import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { Refusal } from "@/lib/shared/errors";

export type InboxPlace = { rank: number; at: Date; id: string };

export const encodePlace = ({ rank, at, id }: InboxPlace): string => `${rank}.${encodeCursor({ at, id })}`;

export function decodePlace(text: string): InboxPlace {
  const found = /^([0-3])\.([\w-]+)$/.exec(text);
  if (!found?.[2])
    throw new Refusal("invalid_input", "The page cursor is not one that this list gave out. Start again without it.");
  return { rank: Number(found[1]), ...decodeCursor(found[2]) };
}
