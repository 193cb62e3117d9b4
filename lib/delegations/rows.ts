/** Private to this folder: a delegation's row, whole, for whoever asks. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { type Delegation as DelegationRow, type DelegationSignature, Prisma } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { can, Role } from "@/lib/shared/permissions";
import { canonicalJson, sha256 } from "@/sdk/canonical";
import { scopeKey } from "@/sdk/revoked";
import { RiskTier } from "@/sdk/wire/words";
import { type Delegation, Delegation as DelegationShape, Side } from "./contract";
import {
  type Candidates,
  candidatesOf,
  needsPasskey,
  type Owned,
  SIDES,
  type Signed,
  type Signer,
  standing,
  turnOf,
} from "./rules";

export type Row = DelegationRow & { signatures: DelegationSignature[] };
export const withSignatures = { signatures: { orderBy: { at: "asc" } } } satisfies Prisma.DelegationInclude;

type AgentFacts = Owned & { id: string; name: string; status: string };
export type Around = {
  agents: ReadonlyMap<string, AgentFacts>;
  people: readonly Signer[];
  stopped: ReadonlyMap<string, string>;
};

export async function lockDelegation(tx: TxCtx, id: string): Promise<Row> {
  await tx.db.$queryRaw(Prisma.sql`SELECT 1 FROM "Delegation" WHERE "id" = ${id} AND "orgId" = ${tx.orgId} FOR UPDATE`);
  return readDelegation(tx, id);
}

export async function readDelegation(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db.delegation.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    include: withSignatures,
  });
  if (!row) throw notFound("delegation");
  return row;
}

/** What a signature is for: everything but who signs. */
export const digestOf = (row: DelegationRow): string =>
  sha256(
    canonicalJson({
      format: 1,
      org: row.orgId,
      delegation: row.id,
      from: row.fromId,
      to: row.toId,
      operationClasses: row.operationClasses,
      dataClasses: row.dataClasses,
      until: row.until.toISOString(),
      reason: row.reason,
    }),
  );

/** Everything beside the rows that says who could sign them. */
export async function readAround(ctx: Ctx, rows: readonly DelegationRow[]): Promise<Around> {
  const ids = [...new Set(rows.flatMap(({ fromId, toId }) => [fromId, toId]))];
  const [agents, people, revocations] = [
    await ctx.db.agent.findMany({ where: { orgId: ctx.orgId, id: { in: ids } } }),
    await ctx.db.user.findMany({
      where: { orgId: ctx.orgId, status: "active" },
      select: { id: true, name: true, roles: true },
      orderBy: { name: "asc" },
    }),
    await ctx.db.revocation.findMany({
      where: { orgId: ctx.orgId, liftedAt: null },
      select: { key: true, orderId: true },
    }),
  ];
  return {
    agents: new Map(agents.map((agent) => [agent.id, { ...agent, riskTier: RiskTier.parse(agent.riskTier) }])),
    people: people
      .map(({ roles, ...person }) => ({ ...person, roles: roles.flatMap((role) => Role.safeParse(role).data ?? []) }))
      .filter(({ roles }) => can(roles, "delegation:decide")),
    stopped: new Map(revocations.map(({ key, orderId }) => [key, orderId])),
  };
}

export type Parties = {
  from: AgentFacts;
  to: AgentFacts;
  candidates: Candidates;
  /** The person who asks. */
  me: Signer | null;
  /** Signatures that count today. */
  signed: Signed[];
};

export function partiesOf(ctx: Ctx, row: Row, { agents, people }: Around): Parties {
  const from = agents.get(row.fromId) ?? gone(row.fromId);
  const to = agents.get(row.toId) ?? gone(row.toId);
  const candidates = candidatesOf(from, to, people);
  const given = row.signatures.map(({ side, userId }) => ({ side: Side.parse(side), userId }));
  return {
    from,
    to,
    candidates,
    me: ctx.actor.kind === "user" ? (people.find(({ id }) => id === ctx.actor.id) ?? null) : null,
    signed: standing(given, candidates),
  };
}

/** An agent whose record was taken away, as a demonstration's are; the delegation stays on record. */
const gone = (id: string): AgentFacts => ({
  id,
  name: id,
  status: "retired",
  riskTier: "critical",
  ownerId: null,
  backupOwnerId: null,
});

export const stopOf = (row: DelegationRow, { stopped }: Around): string | null =>
  stopped.get(scopeKey({ kind: "delegation", from: row.fromId, to: row.toId })) ?? null;

const MOST_NAMED = 20;

export function showDelegation(ctx: Ctx, row: Row, around: Around): Delegation {
  const { from, to, candidates, me, signed } = partiesOf(ctx, row, around);
  const open = row.status === "requested";
  const turn = turnOf(me, candidates, signed);
  const missing = open ? SIDES.filter((side) => !signed.some((one) => one.side === side)) : [];
  return DelegationShape.parse({
    ...row,
    from,
    to,
    until: row.until.toISOString(),
    stoppedBy: stopOf(row, around),
    requestedAt: row.requestedAt.toISOString(),
    signedAt: row.signedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    digest: digestOf(row),
    stepUp: needsPasskey(from, to),
    signatures: row.signatures.map(({ stepUp, at, ...one }) => ({
      ...one,
      at: at.toISOString(),
      stepUp: stepUp !== null,
    })),
    missing: missing.map((side) => ({
      side,
      candidates: candidates[side].filter(({ id }) => !signed.some(({ userId }) => userId === id)).slice(0, MOST_NAMED),
    })),
    mine: open ? turn.side : null,
    cannotSign: open ? turn.why : `It is ${row.status}.`,
  });
}

export async function showOne(ctx: Ctx, id: string): Promise<Delegation> {
  const row = await readDelegation(ctx, id);
  return showDelegation(ctx, row, await readAround(ctx, [row]));
}
