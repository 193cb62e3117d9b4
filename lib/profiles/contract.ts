/** Boundaries of sandboxes that the organisation holds. Browser-safe: the profile's own shape is read in `read-text.ts`. */
import { z } from "zod";
import { changeReason, isStorable, notStorable } from "@/lib/audit/contract";
import { guarded, Weakening } from "@/lib/changes/contract";
import { RollOutPlan } from "@/lib/policy/ring-contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { ProfileSource } from "@/sdk/wire/sandbox-run";
import { Digest, Instant } from "@/sdk/wire/words";

export const ProfileName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,60}$/, "a name has letters, digits, - and _, and at most 60 of them");

const Line = (max: number) => z.string().trim().max(max).refine(isStorable, notStorable);
const Text = z.string().max(200_000).refine(isStorable, notStorable);

export const ProfileVersion = z.object({
  version: z.int(),
  text: z.string(),
  digest: Digest,
  note: z.string(),
  savedByName: z.string(),
  savedAt: Instant,
});
export type ProfileVersion = z.infer<typeof ProfileVersion>;

export const SandboxProfile = z.object({
  id: z.string(),
  name: z.string(),
  /** The one in force. */
  version: z.int(),
  retired: z.boolean(),
  digest: Digest,
  savedByName: z.string(),
  savedAt: Instant,
  /** Programs that run under it now, and those of them under another version. */
  running: z.int(),
  drifted: z.int(),
  /** Proposals of runs in learning mode that nobody has closed. */
  proposals: z.int(),
  /** The version that a roll-out brings, and the ring that it has come to; null when none is on trial. */
  trial: z.object({ rollOutId: z.string(), version: z.int(), ring: z.string() }).nullable(),
});
export type SandboxProfile = z.infer<typeof SandboxProfile>;

/** `frozen`: halted where it stands, until its agent is released. `silent`: it has not said that it ended, and its point is not connected. */
export const RunState = z.enum(["running", "frozen", "silent", "ended"]);

export const SandboxRun = z.object({
  id: z.string(),
  agentId: z.string(),
  agentName: z.string().nullable(),
  pepId: z.string(),
  pepName: z.string(),
  state: RunState,
  profileName: z.string(),
  source: ProfileSource,
  version: z.int().nullable(),
  egressVersion: z.int().nullable(),
  /** In one sentence; null when it runs what is in force. */
  drift: z.string().nullable(),
  learning: z.boolean(),
  lacks: z.array(z.string()),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  ending: z.string().nullable(),
});
export type SandboxRun = z.infer<typeof SandboxRun>;

export const Proposal = z.object({
  id: z.string(),
  agentId: z.string(),
  agentName: z.string().nullable(),
  pepName: z.string(),
  profileName: z.string(),
  text: z.string(),
  seen: z.array(z.string()),
  unseen: z.array(z.string()),
  receivedAt: Instant,
});
export type Proposal = z.infer<typeof Proposal>;

/** A fault of a text, at its place: characters from the start. */
export const TextFault = z.object({ message: z.string(), from: z.int(), to: z.int(), line: z.int() });
export type TextFault = z.infer<typeof TextFault>;

export const listProfilesOp = operation({
  id: "profiles.listProfiles",
  http: "GET /v1/sandbox-profiles",
  permission: "isolation:read",
  summary: "List the sandbox profiles that the organisation holds, and what runs under no profile of it",
  input: Nothing,
  output: z.object({
    items: z.array(SandboxProfile),
    others: z.array(SandboxRun),
    /** Proposals under names that no profile has. */
    unknown: z.array(Proposal),
    /** Whether any bundle was published, in which profiles travel. */
    pushed: z.boolean(),
  }),
});

export const getProfileOp = operation({
  id: "profiles.getProfile",
  http: "GET /v1/sandbox-profiles/{id}",
  permission: "isolation:read",
  summary: "Read a sandbox profile with its versions, what runs under it, and what learning runs propose",
  input: z.strictObject({ id: idOf("sandboxProfile") }),
  output: SandboxProfile.extend({
    /** Of the version in force. */
    text: z.string(),
    versions: z.array(ProfileVersion),
    runs: z.array(SandboxRun),
    open: z.array(Proposal),
  }),
});
export type WholeProfile = z.infer<(typeof getProfileOp)["output"]>;

export const checkProfileOp = operation({
  id: "profiles.checkProfile",
  http: "POST /v1/sandbox-profiles/check",
  permission: "isolation:read",
  summary: "Check a sandbox profile's text without keeping it: faults at their place, and what it would weaken",
  input: z.strictObject({ id: idOf("sandboxProfile").nullable().default(null), text: Text }),
  output: z.object({
    faults: z.array(TextFault),
    /** Beside the version in force; null when the text has faults. */
    weakenings: z.array(Weakening).nullable(),
    digest: Digest.nullable(),
  }),
});

export const profileSchemaOp = operation({
  id: "profiles.profileSchema",
  http: "GET /v1/sandbox-profiles/schema",
  permission: "isolation:read",
  summary: "Read the JSON Schema of sandbox profiles",
  input: Nothing,
  output: z.looseObject({}),
});

export const saveProfileOp = operation({
  id: "profiles.saveProfile",
  http: "PUT /v1/sandbox-profiles",
  permission: "isolation:manage",
  summary:
    "Save a sandbox profile as its next version, which goes out to the runners at once or ring by ring; what weakens waits for a second person",
  input: z.strictObject({
    /** Null for a new one. */
    id: idOf("sandboxProfile").nullable(),
    /** The version that was read; 0 for a new one. */
    version: z.int().nonnegative(),
    text: Text,
    note: Line(300).default(""),
    /** The proposal that it came from, which is closed with it. */
    proposalId: idOf("profileProposal").nullable().default(null),
    /** Ring by ring, under these terms; left out or null: to every runner at once. A new profile goes out at once. */
    rollOut: RollOutPlan.nullable().default(null),
    reason: changeReason,
  }),
  output: guarded(z.object({ id: z.string(), version: z.int(), rollOut: z.string().nullable() })),
  errors: ["conflict"],
});
/** As it waits for a second person; whoever asked for it is told what becomes of its roll-out. */
export const ProfileChange = saveProfileOp.input
  .omit({ reason: true })
  .extend({ askedBy: z.string().nullable().default(null) });
export type ProfileChange = z.output<typeof ProfileChange>;

export const retireProfileOp = operation({
  id: "profiles.retireProfile",
  http: "POST /v1/sandbox-profiles/{id}/retire",
  permission: "isolation:manage",
  summary: "Take a sandbox profile out of force: nothing starts under it, and what runs reaches nothing any more",
  input: z.strictObject({ id: idOf("sandboxProfile"), reason: Line(500).min(1) }),
  output: z.object({ id: z.string() }),
  errors: ["conflict"],
});

export const dismissProposalOp = operation({
  id: "profiles.dismissProposal",
  http: "POST /v1/profile-proposals/{id}/dismiss",
  permission: "isolation:manage",
  summary: "Close what a learning run proposed, without saving it",
  input: z.strictObject({ id: idOf("profileProposal") }),
  output: z.object({ id: z.string() }),
  errors: ["conflict"],
});

export const MOST_DAYS = 31;
export const Met = z.object({
  method: z.string(),
  host: z.string(),
  port: z.int(),
  /** Three of them at most, as they were asked for. */
  paths: z.array(z.string()),
  count: z.int(),
  /** How many of them went through when they were made. */
  passed: z.int(),
  /** What the profile would have said; policy decides after it. */
  allowed: z.boolean(),
  why: z.string().nullable(),
});
export type Met = z.infer<typeof Met>;

export const replayEgressOp = operation({
  id: "profiles.replayEgress",
  http: "POST /v1/sandbox-profiles/replay",
  permission: "isolation:read",
  summary: "Say what recorded requests out of sandboxes would have met under a profile's text",
  input: z.strictObject({
    text: Text,
    days: z.int().min(1).max(MOST_DAYS).default(7),
    /** Whose requests; null for those of every agent. */
    agentId: idOf("agent").nullable().default(null),
  }),
  output: z.object({
    faults: z.array(TextFault),
    /** Those that were looked at, and whether older ones were left out. */
    requests: z.int(),
    cut: z.boolean(),
    /** Recorded without a host that could be read. */
    unread: z.int(),
    met: z.array(Met),
  }),
});
export type EgressReplay = z.infer<(typeof replayEgressOp)["output"]>;
