/**
 * Private to this folder: what the points of a roll-out decided by its revisions since the last look, decided again under both
 * sets with the same inventory, so that nothing but the policies tells them apart.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type InForce, policySetOf } from "@/lib/policy/current-policy-set";
import { shiftOf } from "@/lib/policy/meaning";
import { readTracks } from "@/lib/policy/tracks";
import type { JsonObject } from "@/sdk/canonical";
import { decide } from "@/sdk/decide";
import { Effect } from "@/sdk/wire/words";
import { RingCounts } from "./contract";
import { judgeEgress, type ProfileSets, profileSetsOf } from "./judge-egress";
import { type Row, revisionsOf } from "./rows";

/** A call that is committed later than this after its arrival is in no ring's figures. */
const LATE_MS = 2_000;
/** Of one look, so that a breach is seen soon; what is left is judged at the next. */
const PORTION = 2_000;
const MOST_SAMPLES = 10;

type Call = {
  id: string;
  receivedAt: Date;
  at: Date;
  position: number;
  agentId: string;
  agentName: string;
  tool: string;
  effect: string;
  code: string;
  policies: string[];
  onBehalfOf: string | null;
  chain: string[];
  /** Null when what is recorded is not all of what was called with. */
  arguments: string | null;
  /** In a sandbox that ran under the profile on trial. */
  boxed: boolean;
};

/** `rest`: further calls wait to be judged. */
export type Judged = { counts: ReadonlyMap<number, RingCounts>; to: Date; id: string; rest: boolean };
type Sets = { before: InForce; after: InForce; changed: ReadonlySet<string>; profile: ProfileSets | null };

/** Null when there is nothing to compare with. */
export async function judgeCalls(ctx: Ctx, row: Row, now: Date): Promise<Judged | null> {
  const sets = await setsOf(ctx, row);
  if (!sets) return null;
  const counts = new Map<number, RingCounts>();
  const until = new Date(now.getTime() - LATE_MS);
  const after = { to: row.judgedTo, id: row.judgedId };
  if (until <= after.to) return { counts, ...after, rest: false };
  const calls = await nextCalls(ctx, row, { after, until, profile: sets.profile?.name ?? null });
  for (const call of calls) tally(counts, call, sets);
  const last = calls.at(-1);
  if (!last || calls.length < PORTION) return { counts, to: until, id: "", rest: false };
  return { counts, to: last.receivedAt, id: last.id, rest: true };
}

async function setsOf(ctx: Ctx, row: Row): Promise<Sets | null> {
  const before = await policySetOf(ctx, (await readTracks(ctx, "")).published);
  const after = await policySetOf(ctx, row.revision);
  if (!before || !after) return null;
  const versions = new Map(before.content.policies.map(({ id, version }) => [id, version]));
  const changed = after.content.policies.flatMap(({ id, version }) => (versions.get(id) === version ? [] : [id]));
  return { before, after, changed: new Set(changed), profile: await profileSetsOf(ctx, row) };
}

type Span = { after: { to: Date; id: string }; until: Date; profile: string | null };

/** A call that was held and then released is reported again when it runs: the first report is the call. */
const nextCalls = (ctx: Ctx, row: Row, { after, until, profile }: Span): Promise<Call[]> =>
  ctx.db.$queryRaw<Call[]>(Prisma.sql`
    SELECT e."id", e."receivedAt", e."at", x."position", e."agentId", e."agentName", e."tool", e."effect", e."code", e."policies",
      e."onBehalfOf", e."chain",
      CASE WHEN e."argumentsDigest" = 'sha256:' || encode(sha256(convert_to(e."argumentsText", 'UTF8')), 'hex')
        THEN e."argumentsText" END AS "arguments",
      EXISTS (SELECT 1 FROM "SandboxRun" s WHERE s."orgId" = e."orgId" AND s."pepId" = e."pepId" AND s."source" = 'console'
        AND s."profileName" = ${profile}::text AND s."startedAt" <= e."receivedAt"
        AND (s."endedAt" IS NULL OR s."endedAt" >= e."at")) AS "boxed"
    FROM "ActivityEvent" e JOIN "RollOutPoint" x ON x."rollOutId" = ${row.id} AND x."pepId" = e."pepId"
    WHERE e."orgId" = ${row.orgId} AND (e."receivedAt", e."id") > (${after.to}::timestamptz, ${after.id})
      AND e."receivedAt" < ${until} AND e."checkpointId" IS NULL AND e."revision" IN ${revisionsOf(row)}
    ORDER BY e."receivedAt", e."id" LIMIT ${PORTION}`);

function tally(counts: Map<number, RingCounts>, call: Call, sets: Sets): void {
  const of = counts.get(call.position) ?? RingCounts.parse({});
  counts.set(call.position, of);
  of.decisions++;
  if (call.effect === "deny") of.denied++;
  if (call.effect === "hold") of.held++;
  if (call.code === "evaluation_error") of.errors++;
  tallyEgress(of, call, sets);
  const found = call.arguments === null ? byName(call, sets) : again(call, call.arguments, sets);
  if (!found) return;
  of.judged++;
  if (!found.shift) return;
  of[found.shift]++;
  keepSample(of, call, found);
}

function keepSample(of: RingCounts, { id, agentName, tool }: Call, { before, after }: Pick<Found, "before" | "after">) {
  of.samples = [...of.samples, { callId: id, agentName, tool, before, after }].slice(-MOST_SAMPLES);
}

/** Policy is not asked about what the profile refuses, so that is judged by the profiles themselves. */
function tallyEgress(of: RingCounts, call: Call, { profile }: Sets): void {
  if (!profile || !call.boxed || call.arguments === null) return;
  const passes = judgeEgress(call.tool, JSON.parse(call.arguments), profile);
  if (!passes) return;
  of.requests++;
  if (!passes.before || passes.after) return;
  of.newlyRefused++;
  keepSample(of, call, { before: "allow", after: "deny" });
}

type Found = { shift: "newlyAllowed" | "newlyHeld" | "newlyDenied" | null; before: Effect; after: Effect };

function again(call: Call, text: string, { before, after }: Sets): Found {
  const request = {
    agentId: call.agentId,
    tool: call.tool,
    arguments: JSON.parse(text) as JsonObject,
    chain: call.chain,
    ...(call.onBehalfOf === null ? {} : { onBehalfOf: call.onBehalfOf }),
  };
  const options = { now: call.at.getTime() };
  const [old, fresh] = [decide(before.set, request, options), decide(after.set, request, options)];
  return { shift: countedAs[shiftOf(old, fresh) ?? "none"], before: old.effect, after: fresh.effect };
}

/** A refusal that came to be held asks people for more, not for less: it counts as allowed more. */
const countedAs = {
  newlyAllowed: "newlyAllowed",
  heldNotDenied: "newlyAllowed",
  heldOtherwise: null,
  heldNotAllowed: "newlyHeld",
  newlyDenied: "newlyDenied",
  none: null,
} as const;

/**
 * Arguments that were cut or redacted cannot be decided about again. What was refused by none but policies that are new or
 * changed is taken as newly refused: when in doubt, it counts against the roll-out.
 */
function byName({ effect, policies }: Call, { changed }: Sets): Found | null {
  if (effect === "allow" || policies.length === 0 || !policies.every((id) => changed.has(id))) return null;
  return { shift: effect === "deny" ? "newlyDenied" : "newlyHeld", before: "allow", after: Effect.parse(effect) };
}

/** What was counted before and since. */
export function added(known: RingCounts, more: RingCounts): RingCounts {
  const sum = (name: Exclude<keyof RingCounts, "samples">) => known[name] + more[name];
  return {
    decisions: sum("decisions"),
    denied: sum("denied"),
    held: sum("held"),
    errors: sum("errors"),
    judged: sum("judged"),
    newlyAllowed: sum("newlyAllowed"),
    newlyHeld: sum("newlyHeld"),
    newlyDenied: sum("newlyDenied"),
    requests: sum("requests"),
    newlyRefused: sum("newlyRefused"),
    samples: [...known.samples, ...more.samples].slice(-MOST_SAMPLES),
  };
}
