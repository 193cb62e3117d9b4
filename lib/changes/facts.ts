/** What a change is judged by: how things are and how they would be. Plain data, so that every domain can say it. */
import type { JsonObject } from "@/sdk/canonical";
import type { ActFacts } from "./act-facts";

export type PolicyFact = {
  slug: string;
  title: string;
  effect: "permit" | "forbid";
  checkpoint: string | null;
  mode: "enforce" | "observe";
  cedar: JsonObject;
};
/** How calls that were decided under both sets come out otherwise: see `lib/policy/meaning.ts`. */
export type ShiftFact = { shift: string; pairs: number; example: string | null };

type Group = { kind: string };
type Step = { afterSeconds: number; from: readonly Group[] };
export type RuleFact = {
  title: string;
  stages: readonly { title: string; need: number; from: readonly Group[]; escalation: readonly Step[] }[];
  expiresInSeconds: number;
  stepUp: boolean;
  hours: { outside: "pause" | "escalate"; capSeconds: number; [name: string]: unknown } | null;
  separation: { owners: boolean; onBehalfOf: boolean; policyAuthors: boolean };
};

/** The boundary of a sandbox, as `sdk/sandbox/profile.ts` has it. */
export type ProfileFact = {
  read: readonly string[];
  write: readonly string[];
  set: { readonly [name: string]: string };
  pass: readonly string[];
  egress: readonly {
    host: string;
    port: number;
    as: string;
    methods?: readonly string[] | undefined;
    paths?: readonly string[] | undefined;
    addresses: readonly string[];
    secret?: { name: string; from: string; header: string; prefix: string } | undefined;
  }[];
  limits: Record<"memoryMb" | "processes" | "cpuSeconds" | "wallSeconds" | "fileMb" | "tmpMb", number>;
};

/** What an application answers by; one that is not there, or disabled, by nothing. Its data are not a part: see docs/policy-review.md. */
export type ApplicationFact = {
  policies: readonly { id: string; effect: "permit" | "forbid"; cedar: JsonObject }[];
  subjectTypes: readonly string[];
  resourceTypes: readonly string[];
  actions: readonly string[];
  anySubject: boolean;
};

export type Facts = ActFacts & {
  application: Pair<ApplicationFact>;
  /** A profile that is new is compared with the one that gives nothing. */
  sandboxProfile: Pair<ProfileFact>;
  publication: { before: readonly PolicyFact[]; after: readonly PolicyFact[]; shifts: readonly ShiftFact[] };
  rule: { before: RuleFact; after: RuleFact };
  holdLimits: Pair<{ perMinute: number; pauseAfter: number }>;
  oversight: Pair<{
    decoysPerHundred: number;
    leastCaught: number;
    fastSeconds: number;
    mostFast: number;
    longestStreak: number;
    secondReviewer: boolean;
  }>;
  isolation: Pair<{
    dataClasses: readonly string[];
    operationClasses: readonly string[];
    everyHours: number;
    suspendOnEscape: boolean;
    reviewedOnly: boolean;
  }>;
  detection: Pair<{ title: string; enabled: boolean }>;
  /** Whose password is taken: everybody's, or only that of those who are named. */
  signOn: Pair<{ required: boolean; named: readonly string[] }>;
  toolServer: Pair<{ firstUse: string; operationClass: string | null; reversibility: string }>;
};
type Pair<Value> = { before: Value; after: Value };
