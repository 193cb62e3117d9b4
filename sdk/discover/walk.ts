/**
 * Goes through a directory whose content nobody vouches for: no link is followed, nothing but regular files is opened, and depth,
 * number and size are bounded. Where a bound is reached, that is said.
 */
import { readdirSync } from "node:fs";
import path from "node:path";
import { ignoredFolders } from "./ignored-folders.ts";
import { readText } from "./read-text.ts";

export type Bounds = { depth: number; files: number; fileBytes: number; totalBytes: number };
export const BOUNDS: Bounds = { depth: 24, files: 50_000, fileBytes: 4 * 1024 * 1024, totalBytes: 512 * 1024 * 1024 };

/** `file` is relative, with slashes. */
export type TextFile = { file: string; text: string };
export type Walked = {
  files: number;
  bytes: number;
  /** Folders of dependencies, builds and what the repository says is not its own. */
  skippedFolders: number;
  links: number;
  /** Why it was not all looked at; empty: it was. */
  short: string[];
};

/** What a report can name. */
const LONGEST = 500;

type State = Walked & { full: boolean };

/** Calls `visit` for each text file that `wanted` names, in the order of their names. */
export function walk(
  root: string,
  {
    wanted,
    visit,
    bounds = BOUNDS,
  }: { wanted: (name: string) => boolean; visit: (file: TextFile) => void; bounds?: Bounds },
): Walked {
  const state: State = { files: 0, bytes: 0, skippedFolders: 0, links: 0, short: [], full: false };
  const short = (why: string) => {
    if (!state.short.includes(why)) state.short.push(why);
  };
  const enter = (folder: string, depth: number): void => {
    const entries = entriesOf(path.join(root, folder), () => short("A folder could not be read."));
    const ignored = ignoredFolders(root, folder, entries);
    for (const entry of entries) {
      if (state.full) return;
      const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (file.length > LONGEST) short(`Paths longer than ${LONGEST} characters were left out.`);
      else if (entry.isSymbolicLink()) state.links += 1;
      else if (entry.isDirectory()) {
        if (ignored(entry.name)) state.skippedFolders += 1;
        else if (depth >= bounds.depth) short(`Folders are nested deeper than ${bounds.depth}.`);
        else enter(file, depth + 1);
      } else if (entry.isFile() && wanted(entry.name)) look(file);
    }
  };
  const look = (file: string): void => {
    if (state.files >= bounds.files) {
      state.full = true;
      short(`There are more than ${bounds.files} files.`);
      return;
    }
    state.files += 1;
    const read = readText(path.join(root, file), bounds.fileBytes);
    if (read === "large") short(`Files larger than ${Math.round(bounds.fileBytes / 1024)} KiB were left out.`);
    else if (read === "unread") short("A file could not be read.");
    else if (read !== "binary") {
      state.bytes += read.bytes;
      state.full = state.bytes > bounds.totalBytes;
      if (state.full) short("There is more text than is read.");
      else looking(() => visit({ file, text: read.text }));
    }
  };
  /** A file that somebody made to be hard to read ends its own reading, not the scan. */
  const looking = (visiting: () => void): void => {
    try {
      visiting();
    } catch {
      short("A file could not be understood.");
    }
  };
  enter("", 0);
  const { files, bytes, skippedFolders, links, short: why } = state;
  return { files, bytes, skippedFolders, links, short: why };
}

function entriesOf(folder: string, failed: () => void) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    failed();
    return [];
  }
}
