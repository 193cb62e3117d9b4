/** What a runner says of a sandbox: POST /v1/pep/sandboxes, and what a run in learning mode proposes: POST /v1/pep/profile-proposals. */
import { z } from "zod";
import { Digest, Instant, JsonObject } from "./words.ts";

/** `console`: a profile of the organisation, as it came in the bundle. `local`: a file of the machine, which nobody reviewed. */
export const ProfileSource = z.enum(["console", "local", "builtIn"]);
export type ProfileSource = z.infer<typeof ProfileSource>;

const run = { runId: z.uuid(), agentId: z.string().min(1).max(100), at: Instant };

export const SandboxReport = z.strictObject({
  ...run,
  /** frozen: halted where it stands, since its agent is suspended. */
  state: z.enum(["running", "frozen", "ended"]),
  profile: z.strictObject({
    name: z.string().min(1).max(100),
    digest: Digest,
    source: ProfileSource,
    /** Whose places, variables and limits hold. */
    version: z.int().positive().nullable(),
    /** Whose rules the egress proxy goes by. */
    egressVersion: z.int().positive().nullable(),
  }),
  learning: z.boolean(),
  /** Layers that this machine does not give. */
  lacks: z.array(z.string().max(300)).max(20),
  /** How it ended. */
  ending: z.string().max(200).nullable(),
});
export type SandboxReport = z.infer<typeof SandboxReport>;

const Sentences = z.array(z.string().max(500)).max(500);

export const ProposalInput = z.strictObject({
  ...run,
  /** The smallest profile that the run would have needed. */
  profile: JsonObject,
  /** What was observed, and what could not be. */
  seen: Sentences,
  unseen: Sentences,
});
export type ProposalInput = z.infer<typeof ProposalInput>;
