/** The first event of a point's stream: complete, so that whoever missed anything is right again. */
import type { Ctx } from "@/lib/db/ctx";
import { databaseInstant } from "@/lib/db/database-clock";
import { standingScopes } from "@/lib/db/standing-scopes";
import { trustKeys } from "@/lib/identity/signing-key";
import { notFound } from "@/lib/shared/errors";
import { BundleManifest } from "@/sdk/wire/bundle";
import type { StreamEvent } from "@/sdk/wire/protocol";
import { Mode } from "@/sdk/wire/words";
import { LEASE_SECONDS } from "./rules";

type State = Extract<StreamEvent, { type: "state" }>;

export async function pointStateEvent(ctx: Ctx, pepId: string): Promise<State> {
  const [pep, bundle, stopped, revoked, trust] = await Promise.all([
    ctx.db.pep.findUnique({ where: { id_orgId: { id: pepId, orgId: ctx.orgId } }, select: { mode: true } }),
    ctx.db.bundle.findFirst({
      where: { orgId: ctx.orgId },
      orderBy: { revision: "desc" },
      select: { revision: true, manifest: true },
    }),
    ctx.db.agent.findMany({
      where: { orgId: ctx.orgId, status: { not: "active" } },
      select: { id: true, status: true },
    }),
    standingScopes(ctx),
    trustKeys(ctx),
  ]);
  if (!pep) throw notFound("enforcement point");
  return {
    type: "state",
    revision: bundle?.revision ?? null,
    minimumRevision: bundle ? BundleManifest.parse(JSON.parse(bundle.manifest)).minimumRevision : 1,
    stopped: stopped.map(({ id, status }) => ({ agentId: id, status: status as State["stopped"][number]["status"] })),
    revoked,
    trust,
    mode: Mode.parse(pep.mode),
    leaseSeconds: LEASE_SECONDS,
    serverTime: databaseInstant(),
  };
}

/** Newest sequence of the organisation's control log; 0 before the first entry. */
export async function controlHead(ctx: Ctx): Promise<number> {
  const head = await ctx.db.controlHead.findUnique({ where: { orgId: ctx.orgId } });
  return head?.seq ?? 0;
}
