/** What is sent of a folder, and where in which repository it is from. */
import { execFile } from "node:child_process";
import { posix, sep } from "node:path";
import { promisify } from "node:util";
import { Misused } from "../misused.ts";
import { readCases, readPolicies, readPublished } from "./files.ts";
import type { PolicyOptions } from "./options.ts";

const run = promisify(execFile);

export async function handOver(options: PolicyOptions) {
  const { dir, adopt } = options;
  const { repository, commit, prefix } = await sourceOf(options);
  const published = await baseOf(options);
  return {
    repository,
    commit,
    adopt,
    ...(published === undefined ? {} : { published }),
    policies: (await readPolicies(dir)).map(({ path, ...one }) => ({ ...one, path: within(prefix, path) })),
    tests: (await readCases(dir)).map(({ path: _, ...one }) => one),
  };
}

const within = (prefix: string, path: string): string => posix.join(prefix, path.split(sep).join("/"));

/** A revision, `current` for whichever is in force, or what was pulled. */
async function baseOf({ dir, base }: PolicyOptions): Promise<number | null | undefined> {
  if (base === "current") return undefined;
  if (base === undefined) return readPublished(dir);
  if (base === "none") return null;
  if (/^[1-9]\d{0,8}$/.test(base)) return Number(base);
  throw new Misused("--base is a revision, current or none.");
}

async function sourceOf({ repository, commit }: PolicyOptions) {
  const { GITHUB_REPOSITORY, GITHUB_SERVER_URL, GITHUB_SHA } = process.env;
  const hosted = GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL ?? "https://github.com"}/${GITHUB_REPOSITORY}` : undefined;
  const from = repository ?? hosted ?? (await git("remote", "get-url", "origin"));
  const at = commit ?? GITHUB_SHA ?? (await git("rev-parse", "HEAD"));
  if (!from) throw new Misused("Say which repository this is: --repository URL.");
  if (!at) throw new Misused("Say which commit this is: --commit HASH.");
  return { repository: withoutSecrets(from), commit: at, prefix: (await git("rev-parse", "--show-prefix")) ?? "" };
}

/** An address may carry a token; who owns a policy is shown to everybody. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = "";
  url.password = "";
  return url.href;
}

async function git(...args: string[]): Promise<string | undefined> {
  try {
    return (await run("git", args)).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
