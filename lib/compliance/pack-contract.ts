/** Audit packs: what one would hold, the ones that were built, and links to them for auditors from outside. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { Counts, FrameworkId } from "./contract";

export const MOST_PACK_AGENTS = 100;
export const MOST_SHARE_DAYS = 90;

/** Whole days, UTC; both are in. */
const period = { from: z.iso.date(), to: z.iso.date() };

export const PackStatus = z.enum(["waiting", "running", "done", "failed", "cancelled"]);

export const PackSummary = z.object({
  id: z.string(),
  framework: z.object({ id: z.string(), title: z.string() }),
  from: z.iso.date(),
  to: z.iso.date(),
  /** Empty: all. */
  agents: z.array(z.object({ id: z.string(), name: z.string() })),
  status: PackStatus,
  askedBy: z.string(),
  askedAt: Instant,
  finishedAt: Instant.nullable(),
  stage: z.string(),
  done: z.int(),
  total: z.int(),
  bytes: z.int().nullable(),
  fault: z.string().nullable(),
});
export type PackSummary = z.infer<typeof PackSummary>;

export const PackShare = z.object({
  id: z.string(),
  recipient: z.string(),
  createdBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  revokedAt: Instant.nullable(),
  revokedBy: z.string().nullable(),
  /** It still opens. */
  open: z.boolean(),
});
export type PackShare = z.infer<typeof PackShare>;

/** The key that signed it: its id is the beginning of its fingerprint. */
const PackKey = z.object({ keyId: z.string(), fingerprint: z.string() });

export const Pack = PackSummary.extend({
  /** Of the file. */
  sha256: z.string().nullable(),
  key: PackKey.nullable(),
  treeSize: z.int().nullable(),
  shares: z.array(PackShare),
  /** The newest first. */
  downloads: z.array(z.object({ by: z.string(), at: Instant, shared: z.boolean() })),
});
export type Pack = z.infer<typeof Pack>;

export const PackPreview = z.object({
  asOf: Instant,
  framework: z.object({ id: z.string(), title: z.string() }),
  counts: Counts,
  gaps: z.array(
    z.object({ key: z.string(), id: z.string(), title: z.string(), gap: z.string(), owner: z.string().nullable() }),
  ),
  contents: z.array(z.object({ title: z.string(), count: z.int(), unit: z.string(), scoped: z.boolean() })),
  /** What it will not show, a sentence each. */
  notProven: z.array(z.string()),
});
export type PackPreview = z.infer<typeof PackPreview>;

export const previewPackOp = operation({
  id: "compliance.previewPack",
  http: "GET /v1/compliance/pack-preview",
  permission: "compliance:read",
  summary: "What a pack would hold, and what it would show to be missing",
  input: z.strictObject({
    framework: FrameworkId,
    ...period,
    /** Ids, parted by commas. */
    agents: z.string().max(4_000).optional(),
  }),
  output: PackPreview,
});

export const buildPackOp = operation({
  id: "compliance.buildPack",
  http: "POST /v1/compliance/packs",
  permission: "compliance:manage",
  summary: "Have the worker build an audit pack",
  input: z.strictObject({
    framework: FrameworkId,
    ...period,
    agentIds: z.array(idOf("agent")).max(MOST_PACK_AGENTS).default([]),
  }),
  output: Pack,
  creates: true,
});

export const listPacksOp = operation({
  id: "compliance.listPacks",
  http: "GET /v1/compliance/packs",
  permission: "compliance:read",
  summary: "Audit packs, the newest first",
  input: z.strictObject(pageInput),
  output: z.object({ items: z.array(PackSummary), nextCursor: z.string().nullable() }),
});

export const getPackOp = operation({
  id: "compliance.getPack",
  http: "GET /v1/compliance/packs/{id}",
  permission: "compliance:read",
  summary: "One audit pack: how far it is, its hash, who downloaded it and who may",
  input: z.strictObject({ id: idOf("pack") }),
  output: Pack,
});

export const cancelPackOp = operation({
  id: "compliance.cancelPack",
  http: "POST /v1/compliance/packs/{id}/cancel",
  permission: "compliance:manage",
  summary: "Stop a pack that waits or is being built",
  input: z.strictObject({ id: idOf("pack") }),
  output: Pack,
});

export const sharePackOp = operation({
  id: "compliance.sharePack",
  http: "POST /v1/compliance/packs/{id}/shares",
  permission: "compliance:manage",
  summary: "Make a link by which somebody without an account can download the pack, for a time",
  input: z.strictObject({
    id: idOf("pack"),
    recipient: z.string().trim().min(1).max(120),
    days: z.int().min(1).max(MOST_SHARE_DAYS),
  }),
  /** The link is shown once: only a hash of it is kept. */
  output: PackShare.extend({ link: z.string() }),
  creates: true,
});

export const revokeShareOp = operation({
  id: "compliance.revokeShare",
  http: "DELETE /v1/compliance/shares/{id}",
  permission: "compliance:manage",
  summary: "Make a link open nothing any more, at once",
  input: z.strictObject({ id: idOf("packShare") }),
  output: PackShare,
});
