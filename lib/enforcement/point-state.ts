/** The first event of a point's stream: complete, so that whoever missed anything is right again. */
import type { Ctx } from "@/lib/db/ctx";
import { databaseInstant } from "@/lib/db/database-clock";
import { standingScopes } from "@/lib/db/standing-scopes";
import { trustKeys } from "@/lib/identity/signing-key";
import { readTracks, revisionAt, type Tracks } from "@/lib/policy/tracks";
import { notFound } from "@/lib/shared/errors";
import type { StreamEvent } from "@/sdk/wire/protocol";
import { Mode } from "@/sdk/wire/words";
import { LEASE_SECONDS } from "./rules";

type State = Extract<StreamEvent, { type: "state" }>;

export async function pointStateEvent(ctx: Ctx, pepId: string): Promise<State> {
  const [pep, { shared, tracks }] = await Promise.all([
    ctx.db.pep.findUnique({ where: { id_orgId: { id: pepId, orgId: ctx.orgId } }, select: { mode: true } }),
    sharedState(ctx, pepId),
  ]);
  if (!pep) throw notFound("enforcement point");
  return {
    ...shared,
    revision: revisionAt(tracks, pepId),
    mode: Mode.parse(pep.mode),
    serverTime: databaseInstant(),
  };
}

/** What the state says to every point of the organisation alike, and by what it differs: the revision that is for each. */
export type SharedState = { shared: Omit<State, "revision" | "mode" | "serverTime">; tracks: Tracks };

/** `only`: the tracks are asked of a single point. */
export async function sharedState(ctx: Ctx, only?: string): Promise<SharedState> {
  const [tracks, stopped, revoked, trust] = await Promise.all([
    readTracks(ctx, only),
    ctx.db.agent.findMany({
      where: { orgId: ctx.orgId, status: { not: "active" } },
      select: { id: true, status: true },
    }),
    standingScopes(ctx),
    trustKeys(ctx),
  ]);
  const shared = {
    type: "state" as const,
    minimumRevision: tracks.minimumRevision,
    stopped: stopped.map(({ id, status }) => ({ agentId: id, status: status as State["stopped"][number]["status"] })),
    revoked,
    trust,
    leaseSeconds: LEASE_SECONDS,
  };
  return { shared, tracks };
}

/** Newest sequence of the organisation's control log; 0 before the first entry. */
export async function controlHead(ctx: Ctx): Promise<number> {
  const head = await ctx.db.controlHead.findUnique({ where: { orgId: ctx.orgId } });
  return head?.seq ?? 0;
}
