/** Ways of weakening a sandbox's boundary. What is not shown to be within the boundary as it was counts as wider. Pure. */
import { canonicalJson } from "@/sdk/canonical";
import type { Facts, ProfileFact } from "./facts";
import type { Way } from "./way";

type Change = Facts["sandboxProfile"];
type Rule = ProfileFact["egress"][number];

type Access = "none" | "read" | "write";
const rank = { none: 0, read: 1, write: 2 } as const;

/** What the innermost place that `place` lies in gives, as mounts do: a place to read inside one to write stays read-only. */
function accessTo(place: string, { read, write }: ProfileFact): Access {
  const covers = (one: string): boolean => one === "/" || place === one || place.startsWith(`${one}/`);
  const deepest = (places: readonly string[]): number =>
    Math.max(-1, ...places.filter(covers).map((one) => one.length));
  const [reads, writes] = [deepest(read), deepest(write)];
  if (reads < 0 && writes < 0) return "none";
  return writes > reads ? "write" : "read";
}

/** Places at which `after` gives `access` and `before` gave less. */
function widened({ before, after }: Change, access: Access): string[] {
  const places = new Set([before, after].flatMap(({ read, write }) => [...read, ...write]));
  return [...places].filter(
    (place) => accessTo(place, after) === access && rank[accessTo(place, before)] < rank[access],
  );
}

const door = ({ host, port, as }: Rule): string => `${host}:${port} (${as})`;
const sameDoor = (rule: Rule, rules: readonly Rule[]): Rule | undefined =>
  rules.find((one) => door(one) === door(rule));

const pathWithin = (path: string, paths: readonly string[]): boolean =>
  paths.some((one) => path === one || (one.endsWith("/") && path.startsWith(one)));

function widerRule(rule: Rule, before: readonly Rule[]): string | null {
  const old = sameDoor(rule, before);
  if (!old) return `${door(rule)} can be reached, which could not be reached so before.`;
  const methods = old.methods && (rule.methods?.filter((one) => !old.methods?.includes(one)) ?? ["every method"]);
  if (methods && methods.length > 0) return `${door(rule)} takes ${methods.join(", ")} too.`;
  const paths = old.paths && (rule.paths?.filter((one) => !pathWithin(one, old.paths ?? [])) ?? ["every path"]);
  if (paths && paths.length > 0) return `${door(rule)} can be asked for ${paths.join(", ")} too.`;
  const addresses = rule.addresses.filter((one) => !old.addresses.includes(one));
  return addresses.length > 0 ? `${door(rule)} may stand at ${addresses.join(", ")} too.` : null;
}

function newSecret(rule: Rule, before: readonly Rule[]): string | null {
  if (!rule.secret) return null;
  const old = sameDoor(rule, before)?.secret;
  if (old && canonicalJson(old) === canonicalJson(rule.secret)) return null;
  const { name, from, header } = rule.secret;
  return `${door(rule)} is sent the secret ${name} (${from}) in ${header}${old ? ", instead of another one" : ""}.`;
}

const limitWords: Record<keyof ProfileFact["limits"], string> = {
  memoryMb: "Memory in MB",
  processes: "Processes",
  cpuSeconds: "Seconds of CPU for a process",
  wallSeconds: "Seconds in all",
  fileMb: "Size of a file in MB",
  tmpMb: "Temporary files in MB",
};

export const profileWays: readonly Way<Change>[] = [
  {
    id: "profile.readWider",
    means: "More of the machine can be read",
    found: (change) => widened(change, "read").map((place) => `${place} can be read.`),
  },
  {
    id: "profile.writeWider",
    means: "More of the machine can be written",
    found: (change) => widened(change, "write").map((place) => `${place} can be written.`),
  },
  {
    id: "profile.egressWider",
    means: "More hosts can be reached, or with more methods, paths or addresses",
    found: ({ before, after }) => after.egress.flatMap((rule) => widerRule(rule, before.egress) ?? []),
  },
  {
    id: "profile.secretAdded",
    means: "A secret is sent that was not sent before",
    found: ({ before, after }) => after.egress.flatMap((rule) => newSecret(rule, before.egress) ?? []),
  },
  {
    id: "profile.environmentWider",
    means: "The agent sees further variables, or others",
    found: ({ before, after }) => [
      ...after.pass.filter((name) => !before.pass.includes(name)).map((name) => `${name} is passed on.`),
      ...Object.entries(after.set)
        .filter(([name, value]) => before.set[name] !== value)
        .map(([name]) => `${name} is set to ${before.set[name] === undefined ? "a value" : "another value"}.`),
    ],
  },
  {
    id: "profile.limitRaised",
    means: "A limit is higher",
    found: ({ before, after }) =>
      (Object.keys(limitWords) as (keyof typeof limitWords)[])
        .filter((name) => after.limits[name] > before.limits[name])
        .map((name) => `${limitWords[name]}: ${after.limits[name]} instead of ${before.limits[name]}.`),
  },
];
