/** Who may do what in the console, for a review of access: people, keys, directories, auditors from outside, and the roles. */
import type { Ctx } from "@/lib/db/ctx";
import { can, type Permission, permissions, Role } from "@/lib/shared/permissions";
import type { Table } from "./snapshot-contract";

const at = (time: Date | null | undefined): string | null => time?.toISOString() ?? null;

export async function accessTables(ctx: Ctx): Promise<Record<string, Table>> {
  const [people, keys, directories, outsiders] = await Promise.all([
    peopleTable(ctx),
    keyTable(ctx),
    directoryTable(ctx),
    outsiderTable(ctx),
  ]);
  return {
    "access/people.csv": people,
    "access/roles.csv": roleTable(),
    "access/keys.csv": keys,
    "access/directories.csv": directories,
    "access/outside-auditors.csv": outsiders,
  };
}

/** Without addresses: who holds which role is what is asked for. Sessions are kept for 90 days after their end. */
async function peopleTable({ db, orgId }: Ctx): Promise<Table> {
  const rows = await db.user.findMany({
    where: { orgId },
    orderBy: { id: "asc" },
    select: {
      ...{ id: true, name: true, roles: true, units: true, status: true, createdAt: true },
      sessions: { select: { createdAt: true }, orderBy: { createdAt: "desc" }, take: 1 },
      _count: { select: { passkeys: true } },
    },
  });
  return [
    ["id", "name", "roles", "only_teams", "status", "passkeys", "since", "last_sign_in"],
    ...rows.map((row) => [
      row.id,
      row.name,
      row.roles.join("; "),
      row.units.join("; "),
      row.status,
      row._count.passkeys,
      at(row.createdAt),
      at(row.sessions[0]?.createdAt),
    ]),
  ];
}

/** What each role permits, by the one table that the console itself asks. */
const roleTable = (): Table => [
  ["permission", ...Role.options],
  ...Object.keys(permissions)
    .sort()
    .map((permission) => [
      permission,
      ...Role.options.map((role) => (can([role], permission as Permission) ? "yes" : null)),
    ]),
];

async function keyTable({ db, orgId }: Ctx): Promise<Table> {
  const rows = await db.apiKey.findMany({ where: { orgId }, orderBy: { id: "asc" } });
  return [
    ["id", "name", "prefix", "role", "made_by", "made", "expires", "last_used", "revoked"],
    ...rows.map((row) => [
      row.id,
      row.name,
      row.prefix,
      row.role,
      row.createdById,
      at(row.createdAt),
      at(row.expiresAt),
      at(row.lastUsedAt),
      at(row.revokedAt),
    ]),
  ];
}

async function directoryTable({ db, orgId }: Ctx): Promise<Table> {
  const rows = await db.scimConnection.findMany({ where: { orgId }, orderBy: { id: "asc" } });
  return [
    ["id", "name", "role_of_joiners", "made_by", "made", "last_used", "revoked"],
    ...rows.map((row) => [
      row.id,
      row.name,
      row.role,
      row.createdByName,
      at(row.createdAt),
      at(row.lastUsedAt),
      at(row.revokedAt),
    ]),
  ];
}

async function outsiderTable({ db, orgId }: Ctx): Promise<Table> {
  const rows = await db.outsideAccess.findMany({ where: { orgId }, orderBy: { id: "asc" } });
  return [
    ["id", "name", "person", "frameworks", "packs", "reports", "until", "given_by", "given", "revoked", "revoked_by"],
    ...rows.map((row) => [
      row.id,
      row.name,
      row.userId,
      row.frameworks.join("; "),
      row.packIds.join("; "),
      row.reportIds.join("; "),
      at(row.until),
      row.createdByName,
      at(row.createdAt),
      at(row.revokedAt),
      row.revokedByName,
    ]),
  ];
}
