/**
 * Learning mode: what a run used of its profile and what it was refused, and the smallest profile that it would have needed. A learning
 * run gets nothing that its profile does not give. Requests are seen whole, since they pass the proxy; of files only what was written.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { EgressMethod } from "../egress/egress-tools.ts";
import type { Governor } from "../egress/governor.ts";
import { Profile } from "./profile.ts";

type Rule = Profile["egress"][number];
type Asked = { method: EgressMethod; host: string; port: number; path: string; refused: boolean };
export type Learnt = { profile: Profile; seen: string[]; unseen: string[] };

const MOST_REQUESTS = 20_000;
const MOST_FILES = 20_000;
const MOST_PATHS = 20;
/** File systems stamp by a clock that goes in steps and is behind by up to one. */
const FILE_CLOCK_STEP_MS = 10;

export class Learner {
  private readonly startedAt = Date.now() - FILE_CLOCK_STEP_MS;
  private readonly asked = new Map<string, Asked & { count: number }>();
  private lost = 0;

  /** What policy denies is not wanted by the organisation, and so not learnt. */
  observe(governor: Governor): Governor {
    return {
      call: (method, args, run, gone) => {
        const going = governor.call(
          method,
          args,
          (signal) => {
            this.note(method, args, false);
            return run(signal);
          },
          gone,
        );
        return going;
      },
      refuse: (method, args, reason) => {
        this.note(method, args, true);
        governor.refuse(method, args, reason);
      },
    };
  }

  private note(method: EgressMethod, args: Record<string, unknown>, refused: boolean): void {
    const { host, port, path: at = "/" } = args;
    if (typeof host !== "string" || typeof port !== "number" || typeof at !== "string") return;
    const key = JSON.stringify([method, host, port, at, refused]);
    const known = this.asked.get(key);
    if (known) known.count += 1;
    else if (this.asked.size >= MOST_REQUESTS) this.lost += 1;
    else this.asked.set(key, { method, host, port, path: at, refused, count: 1 });
  }

  propose(profile: Profile): Learnt {
    const requests = [...this.asked.values()];
    const written = profile.write.map((place) => ({ place, where: writtenSince(place, this.startedAt) }));
    const write = written.flatMap(({ place, where }) => (where === null ? [place] : where.length > 0 ? [where] : []));
    const unwritten = written.flatMap(({ place, where }) => (where === "" ? [place] : []));
    // Whether they were read is not seen, so they stay readable.
    const kept = written.flatMap(({ place, where }) =>
      where !== null && where !== "" && where !== place ? [place] : [],
    );
    const read = [...new Set([...profile.read, ...unwritten, ...kept])].filter((place) => !write.includes(place));
    const next = { ...profile, read, write, egress: rulesFor(requests, profile.egress) };
    return {
      profile: Profile.parse(JSON.parse(JSON.stringify(next))),
      seen: [
        ...requests.map(({ method, host, port, path: at, count, refused }) =>
          `${method} ${host}:${port}${method === "CONNECT" ? "" : at}, ${count} times${refused ? ", refused by the profile" : ""}.`.slice(
            0,
            500,
          ),
        ),
        ...written.map(({ place, where }) => writtenWords(place, where)),
      ].slice(0, 500),
      unseen: [
        "Which files were read: places that may be read are kept as they are.",
        "Files that were looked for and not there.",
        "Which variables were used, and how near the run came to its limits: they are kept as they are.",
        "What is inside a tunnel.",
        ...(this.lost > 0 ? [`${this.lost} further requests.`] : []),
      ],
    };
  }
}

const writtenWords = (place: string, where: string | null): string => {
  if (where === null) return `${place} holds too many files to look at: it is kept as it is.`;
  return where === "" ? `Nothing was written in ${place}: it may be read only.` : `Something was written in ${where}.`;
};

/** The innermost directory in which all is that was written; empty when nothing was; null when there is too much to look at. */
function writtenSince(place: string, since: number): string | null {
  const found = new Set<string>();
  const open = [place];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entry of entriesOf(next)) {
      seen += 1;
      if (seen > MOST_FILES) return null;
      const full = path.join(next, entry.name);
      if (entry.isDirectory()) open.push(full);
      else if (changed(full, since)) found.add(next);
    }
    // What came or went shows in the directory itself.
    if (changed(next, since)) found.add(next);
  }
  return found.size === 0 ? "" : standing(commonTo([...found]), place, since);
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

const changed = (file: string, since: number): boolean => {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.mtimeMs >= since;
};

/** A directory that the run itself made is not there when the next one starts. */
function standing(directory: string, place: string, since: number): string {
  let at = directory;
  while (at !== place && (!existsSync(at) || statSync(at).birthtimeMs >= since)) at = path.dirname(at);
  return at;
}

function commonTo(directories: readonly string[]): string {
  const [first = "/", ...rest] = directories;
  let common = first;
  while (rest.some((one) => one !== common && !one.startsWith(`${common}/`)) && common !== "/")
    common = path.dirname(common);
  return common;
}

function rulesFor(requests: readonly Asked[], before: readonly Rule[]): unknown[] {
  const doors = new Map<string, Asked[]>();
  for (const one of requests) {
    const key = JSON.stringify([one.host, one.port, one.method === "CONNECT"]);
    doors.set(key, [...(doors.get(key) ?? []), one]);
  }
  return [...doors.values()].flatMap((asked) => {
    const [first] = asked;
    if (!first) return [];
    const { host, port, method } = first;
    const tunnel = method === "CONNECT";
    const old = before.find((rule) => rule.host === host && rule.port === port && (rule.as === "tunnel") === tunnel);
    const as = old?.as ?? (tunnel ? "tunnel" : port === 443 ? "https" : "http");
    const addresses = old?.addresses ?? [];
    if (tunnel) return [{ host, port, as, addresses }];
    const methods = [...new Set(asked.map((one) => one.method))].sort();
    return [{ host, port, as, addresses, methods, paths: pathsOf(asked), ...(old?.secret && { secret: old.secret }) }];
  });
}

/** Each path by itself; the directories they are in where those are too many; all of them where those are too many still. */
function pathsOf(asked: readonly Asked[]): string[] {
  const exact = [...new Set(asked.map((one) => one.path))].sort();
  if (exact.length <= MOST_PATHS) return exact;
  const above = [...new Set(exact.map((one) => one.slice(0, one.lastIndexOf("/") + 1)))].sort();
  return above.length <= MOST_PATHS ? above : ["/"];
}
