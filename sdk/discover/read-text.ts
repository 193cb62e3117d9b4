/** Reads a file of a directory whose content nobody vouches for. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

const BINARY_LOOK = 8192;

/** What stood there as a file may have been put in another's place since: it is opened as no link and without waiting. */
export function readText(place: string, most: number): { text: string; bytes: number } | "large" | "binary" | "unread" {
  let open: number | null = null;
  try {
    open = openSync(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(open);
    const { size } = stats;
    if (!stats.isFile()) return "unread";
    if (size > most) return "large";
    const buffer = Buffer.alloc(size);
    let have = 0;
    while (have < size) {
      const got = readSync(open, buffer, have, size - have, have);
      if (got === 0) break;
      have += got;
    }
    const content = buffer.subarray(0, have);
    if (content.subarray(0, BINARY_LOOK).includes(0)) return "binary";
    return { text: content.toString("utf8"), bytes: have };
  } catch {
    return "unread";
  } finally {
    if (open !== null) closeSync(open);
  }
}
