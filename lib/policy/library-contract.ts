/** Ready policies for known risks: blanks to fill in, the Cedar that comes of it, and the cases that hold it to its word. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { DataClass, Environment } from "@/lib/inventory/contract";
import { Nothing, operation } from "@/lib/shared/operation";
import { Effect, OperationClass, ToolName } from "@/sdk/wire/words";
import { Policy, Slug } from "./contract";
import { CaseTerms, TestResult } from "./test-contract";

/** The OWASP Top 10 for Agentic Applications 2026, by its own numbers. */
export const Risk = z.enum([
  ...["ASI01", "ASI02", "ASI03", "ASI04", "ASI05"],
  ...["ASI06", "ASI07", "ASI08", "ASI09", "ASI10"],
] as const);
export type Risk = z.infer<typeof Risk>;

const Word = (most: number) => z.string().min(1).max(most).refine(isStorable, notStorable);

export const MOST_WHO = 20;
export const MOST_TOOLS = 10;

/** What is filled in. An entry asks for some of it, and what it does not ask for is refused. */
export const Blanks = z.strictObject({
  /** Agents by id and teams by name: whoever is one of them. Both empty: every agent. */
  agents: z.array(Word(100)).max(MOST_WHO).default([]),
  teams: z.array(Word(300)).max(MOST_WHO).default([]),
  environments: z.array(Environment).max(3).default([]),
  dataClasses: z.array(DataClass).max(7).default([]),
  tools: z.array(ToolName.refine(isStorable, notStorable)).max(MOST_TOOLS).default([]),
  classes: z.array(OperationClass).max(8).default([]),
  server: Word(300).nullable().default(null),
  /** An argument of the one tool. */
  argument: Word(100).nullable().default(null),
  limit: z.number().nullable().default(null),
  /** Texts that the argument may be; a star stands for anything. */
  patterns: z.array(Word(300)).max(10).default([]),
  checkpoint: Slug.nullable().default(null),
});
export type Blanks = z.output<typeof Blanks>;

/** Which blanks an entry has, and what may stand in them. Null or false: it has no such blank. */
export const Asks = z.object({
  /** some: at least one agent or team. any: none means every agent. */
  who: z.enum(["some", "any"]).nullable(),
  /** The tools' classes; empty: of any. One tool where an argument is asked for. */
  tools: z.object({ most: z.int(), classes: z.array(OperationClass) }).nullable(),
  classes: z.array(OperationClass).nullable(),
  server: z.boolean(),
  environments: z.boolean(),
  dataClasses: z.boolean(),
  argument: z.enum(["number", "text"]).nullable(),
  limit: z.object({ least: z.number(), most: z.number() }).nullable(),
  patterns: z.boolean(),
  /** How many people the checkpoint rule must ask for at least. */
  checkpoint: z.object({ people: z.int() }).nullable(),
});
export type Asks = z.infer<typeof Asks>;

export const LibraryEntry = z.object({
  id: z.string(),
  version: z.int().positive(),
  title: z.string(),
  outcome: Effect,
  prevents: z.string(),
  /** What it cannot do, and what else meets the risk. */
  besides: z.string(),
  risks: z.array(Risk),
  /** Operation classes of the calls that it decides. */
  classes: z.array(OperationClass),
  /** References of the compliance catalogue. */
  controls: z.array(z.string()),
  asks: Asks,
});
export type LibraryEntry = z.infer<typeof LibraryEntry>;

const Adopted = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  status: Policy.shape.status,
  /** The version of the entry that it was made from. */
  version: z.int(),
  /** Its text was changed since. */
  edited: z.boolean(),
  /** A publication carries it. */
  inForce: z.boolean(),
});
export const ListedEntry = LibraryEntry.extend({ adopted: z.array(Adopted) });
export type ListedEntry = z.infer<typeof ListedEntry>;

export const listLibraryOp = operation({
  id: "policy.listLibrary",
  http: "GET /v1/policy-library",
  permission: "policy:read",
  summary: "List the ready policies for known risks and operation classes, and which of them were adopted",
  input: Nothing,
  output: z.object({ items: z.array(ListedEntry) }),
});

const entry = z.string().max(80);

export const getLibraryEntryOp = operation({
  id: "policy.getLibraryEntry",
  http: "GET /v1/policy-library/{entry}",
  permission: "policy:read",
  summary: "Read one ready policy",
  input: z.strictObject({ entry }),
  output: ListedEntry,
});

export const LibraryProblem = z.object({
  /** The blank that it is about. */
  path: z.string(),
  message: z.string(),
});
export type LibraryProblem = z.infer<typeof LibraryProblem>;

export const LibraryCase = z.object({
  ...CaseTerms,
  /** What comes of it with the policy, and without it as the draft stands. */
  result: TestResult.pick({ passed: true, why: true }),
  without: Effect,
  /** The draft without the policy fails it. */
  needed: z.boolean(),
});
export type LibraryCase = z.infer<typeof LibraryCase>;

export const LibraryPreview = z.object({
  /** Why it cannot be adopted like this; none: it can. */
  problems: z.array(LibraryProblem),
  /** Null while the blanks do not make a policy. */
  text: z.string().nullable(),
  tests: z.array(LibraryCase),
  /** What could not be made a test, and why. */
  notes: z.array(z.string()),
});
export type LibraryPreview = z.infer<typeof LibraryPreview>;

export const previewLibraryPolicyOp = operation({
  id: "policy.previewLibraryPolicy",
  http: "POST /v1/policy-library/{entry}/preview",
  permission: "policy:read",
  summary: "Show the policy and the cases that adopting an entry with these blanks would make; nothing is kept",
  input: z.strictObject({ entry, slug: Slug, blanks: Blanks }),
  output: LibraryPreview,
});

export const adoptLibraryPolicyOp = operation({
  id: "policy.adoptLibraryPolicy",
  http: "POST /v1/policy-library/{entry}/adopt",
  creates: true,
  permission: "policy:edit",
  summary:
    "Make a policy and its cases from an entry of the library, all or nothing; it is in force only once it has been published",
  input: z.strictObject({ entry, slug: Slug, title: z.string().trim().min(1).max(160), blanks: Blanks }),
  output: z.object({ policy: Policy, tests: z.int() }),
  errors: ["conflict"],
});
