/** Private to this folder: rows found by organisation and id, and rows as the contract shows them. */
import type { TxCtx } from "@/lib/db/ctx";
import type { Prisma } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { Role } from "@/lib/shared/permissions";
import type { ApiKey, Invite, Organisation, Person, Session } from "./contract";
import { inviteState, knownRoles } from "./rules";

export const personSelect = {
  id: true,
  name: true,
  email: true,
  roles: true,
  units: true,
  status: true,
  demo: true,
  createdAt: true,
  sessions: { select: { lastSeenAt: true }, orderBy: { lastSeenAt: "desc" }, take: 1 },
  _count: { select: { owned: { where: { retiredAt: null } } } },
} satisfies Prisma.UserSelect;
type PersonRow = Prisma.UserGetPayload<{ select: typeof personSelect }>;

export const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  roles: knownRoles(row.roles),
  units: row.units,
  status: row.status === "active" ? "active" : "disabled",
  demo: row.demo,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.sessions[0]?.lastSeenAt.toISOString() ?? null,
  ownsAgents: row._count.owned,
});

export async function personRow(tx: TxCtx, id: string): Promise<PersonRow> {
  const row = await tx.db.user.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } }, select: personSelect });
  if (!row) throw notFound("person");
  return row;
}

type OrganisationRow = Prisma.OrganisationGetPayload<Record<string, never>>;
export const toOrganisation = ({ id, name, demo, createdAt }: OrganisationRow): Organisation => ({
  id,
  name,
  demo,
  createdAt: createdAt.toISOString(),
});

type InviteRow = Prisma.InviteGetPayload<Record<string, never>>;
export const toInvite = (row: InviteRow, now: Date): Invite => ({
  id: row.id,
  email: row.email,
  name: row.name,
  roles: knownRoles(row.roles),
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  state: inviteState(row, now),
});

type ApiKeyRow = Prisma.ApiKeyGetPayload<Record<string, never>>;
export const toApiKey = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  role: Role.parse(row.role),
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

type SessionRow = Prisma.SessionGetPayload<Record<string, never>>;
export const toSession = (row: SessionRow, currentId: string | null): Session => ({
  id: row.id,
  current: row.id === currentId,
  userAgent: row.userAgent,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});
