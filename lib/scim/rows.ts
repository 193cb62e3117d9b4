/** Private to this folder: people as SCIM shows them, and connections as admins see them. */
import type { Ctx } from "@/lib/db/ctx";
import type { Prisma } from "@/lib/db/generated/client";
import { env } from "@/lib/env";
import { notFound } from "@/lib/shared/errors";
import { type ScimConnection, StartRole } from "./connection-contract";
import { type ScimUser, schemaIds, type UserInput } from "./contract";

export const baseUrl = (): string => `${env.appUrl}/scim/v2`;

export const withScim = {
  scimPerson: true,
  scimGroups: { select: { group: { select: { id: true, displayName: true } } }, orderBy: { groupId: "asc" } },
} satisfies Prisma.UserInclude;
type PersonRow = Prisma.UserGetPayload<{ include: typeof withScim }>;

/** Everybody but people of the demo, whom no directory knows. */
export const visible = (ctx: Ctx) => ({ orgId: ctx.orgId, demo: false });

export async function userRow(ctx: Ctx, id: string): Promise<PersonRow> {
  const row = await ctx.db.user.findFirst({ where: { ...visible(ctx), id }, include: withScim });
  if (!row) throw notFound("user");
  return row;
}

export const toUser = (row: PersonRow): ScimUser => {
  const { scimPerson: said } = row;
  return {
    schemas: [schemaIds.user],
    id: row.id,
    ...(said?.externalId ? { externalId: said.externalId } : {}),
    userName: said?.userName ?? row.email,
    displayName: row.name,
    name: {
      formatted: row.name,
      ...(said?.givenName ? { givenName: said.givenName } : {}),
      ...(said?.familyName ? { familyName: said.familyName } : {}),
    },
    emails: [{ value: row.email, type: "work", primary: true }],
    roles: row.roles.map((value) => ({ value })),
    groups: row.scimGroups.map(({ group: { id, displayName } }) => ({
      value: id,
      display: displayName,
      $ref: `${baseUrl()}/Groups/${id}`,
    })),
    active: row.status === "active",
    meta: { resourceType: "User", created: row.createdAt.toISOString(), location: `${baseUrl()}/Users/${row.id}` },
  };
};

/** What a patch starts from. */
export const saidOf = ({ scimPerson: said, ...row }: PersonRow): UserInput => ({
  userName: said?.userName ?? row.email,
  externalId: said?.externalId ?? null,
  displayName: said ? said.displayName : row.name,
  name: { givenName: said?.givenName ?? null, familyName: said?.familyName ?? null },
  emails: [{ value: row.email, primary: true }],
  active: row.status === "active",
});

type ConnectionRow = Prisma.ScimConnectionGetPayload<Record<string, never>>;
export const toConnection = (row: ConnectionRow): ScimConnection => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  role: StartRole.safeParse(row.role).data ?? null,
  createdByName: row.createdByName,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});
