/** Which repository a directory is, read from its files: no program of git is run in a directory whose settings nobody vouches for. */
import { statSync } from "node:fs";
import path from "node:path";
import { readText } from "./read-text.ts";

export type Repository = { repository: string; commit: string | null };
const MOST = 4 * 1024 * 1024;

/** By the address of its origin, without what is secret in it; a directory that has none goes by its name. */
export function repositoryOf(root: string): Repository {
  const git = path.join(root, ".git");
  if (!isFolder(git)) return { repository: path.basename(root) || "unnamed", commit: null };
  const origin = /\[remote "origin"\][^[]*?\n\s*url\s*=\s*(\S+)/.exec(textOf(path.join(git, "config")))?.[1];
  return { repository: origin ? plainOrigin(origin) : path.basename(root), commit: commitOf(git) };
}

const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;

function textOf(place: string): string {
  const read = readText(place, MOST);
  return typeof read === "string" ? "" : read.text;
}

function commitOf(git: string): string | null {
  const head = textOf(path.join(git, "HEAD")).trim();
  const [, ref] = /^ref: (refs\/[\w./-]+)$/.exec(head) ?? [];
  if (ref === undefined || ref.includes("..")) return hash(head);
  const packed = textOf(path.join(git, "packed-refs"))
    .split("\n")
    .find((line) => line.endsWith(` ${ref}`));
  return hash(textOf(path.join(git, ref)).trim()) ?? hash(packed?.split(" ")[0] ?? "");
}
const hash = (text: string): string | null => (/^[0-9a-f]{40,64}$/.test(text) ? text : null);

/** `git@host:a/b.git`, `ssh://git@host/a/b` and `https://token@host/a/b.git` are one repository: `host/a/b`. */
export function plainOrigin(origin: string): string {
  const scp = /^[\w.-]+@([\w.-]+):(?!\/\/)(.+)$/.exec(origin);
  const url = scp ? null : URL.canParse(origin) ? new URL(origin) : null;
  const place = scp ? `${scp[1]}/${scp[2]}` : url?.host ? `${url.host}${url.pathname}` : path.basename(origin);
  return place
    .replace(/\.git\/?$/, "")
    .replace(/\/$/, "")
    .slice(0, 300);
}
