/**
 * What a person whose roles are limited to a unit may call. Fails closed: an operation is open to them only if it is about one
 * thing of an agent, whose unit is then asked, if it limits what it lists by itself, or if it shows nothing of agents.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit, unitOf } from "@/lib/db/unit";
import { notFound, Refusal } from "@/lib/shared/errors";
import { idPrefixes } from "@/lib/shared/ids";
import type { Operation } from "@/lib/shared/operation";
import { pathParams } from "@/lib/shared/operation";
import type { Permission } from "@/lib/shared/permissions";

type BoundKind =
  | "agent"
  | "checkpoint"
  | "standing"
  | "breakGlass"
  | "finding"
  | "delegation"
  | "agentCredential"
  | "sighting"
  | "stopOrder"
  | "release";

/** Whose agents a thing is of, as rows of `agentId`. A thing of several is in a unit only if all of them are. */
const agentsOf: Record<BoundKind, (orgId: string, id: string) => Prisma.Sql> = {
  agent: (org, id) => Prisma.sql`SELECT "id" AS "agentId" FROM "Agent" WHERE "orgId" = ${org} AND "id" = ${id}`,
  checkpoint: (org, id) => Prisma.sql`SELECT "agentId" FROM "Checkpoint" WHERE "orgId" = ${org} AND "id" = ${id}`,
  standing: (org, id) => Prisma.sql`SELECT "agentId" FROM "StandingApproval" WHERE "orgId" = ${org} AND "id" = ${id}`,
  breakGlass: (org, id) => Prisma.sql`SELECT "agentId" FROM "BreakGlass" WHERE "orgId" = ${org} AND "id" = ${id}`,
  finding: (org, id) =>
    Prisma.sql`SELECT "subjectId" AS "agentId" FROM "Finding" WHERE "orgId" = ${org} AND "id" = ${id}`,
  delegation: (org, id) => Prisma.sql`
    SELECT unnest(ARRAY["fromId", "toId"]) AS "agentId" FROM "Delegation" WHERE "orgId" = ${org} AND "id" = ${id}`,
  agentCredential: (org, id) =>
    Prisma.sql`SELECT "agentId" FROM "AgentCredential" WHERE "orgId" = ${org} AND "id" = ${id}`,
  // One that nobody has said which agent it is belongs to no unit.
  sighting: (org, id) =>
    Prisma.sql`SELECT coalesce("agentId", '') AS "agentId" FROM "Sighting" WHERE "orgId" = ${org} AND "id" = ${id}`,
  stopOrder: (org, id) =>
    Prisma.sql`SELECT coalesce("agentId", '') AS "agentId" FROM "StopOrder" WHERE "orgId" = ${org} AND "id" = ${id}`,
  release: (org, id) => Prisma.sql`
    SELECT unnest("agentIds" || CASE "agentIds" WHEN '{}' THEN ARRAY[''] ELSE '{}' END) AS "agentId"
    FROM "ReleaseRequest" WHERE "orgId" = ${org} AND "id" = ${id}`,
};
const kinds = Object.keys(agentsOf) as BoundKind[];
const sampleOf = (kind: BoundKind): string => `${idPrefixes[kind]}_${"0".repeat(26)}`;

/** What shows nothing of any agent, or is the same for everybody: oneself, colleagues, the catalogue of tools. */
const openPermissions: readonly Permission[] = [
  "organisation:read",
  "person:read",
  "session:own",
  "absence:own",
  "message:own",
  "view:own",
  "tool:read",
];

/** True when a member of the path is the id of a thing of an agent, by what the operation's own input accepts. */
function aboutOneThing(op: Operation): boolean {
  return pathParams(op).some((name) => {
    const accepts = (value: string) =>
      !(op.input.safeParse({ [name]: value }).error?.issues ?? []).some(({ path }) => path[0] === name);
    return !accepts("no id") && kinds.some((kind) => accepts(sampleOf(kind)));
  });
}

const reach = new WeakMap<Operation, boolean>();

/** Whether a person with a unit may call it at all. */
export function opensToUnits(op: Operation): boolean {
  const known = reach.get(op);
  if (known !== undefined) return known;
  const opens = op.units !== null || openPermissions.includes(op.permission) || aboutOneThing(op);
  reach.set(op, opens);
  return opens;
}

export function refuseWhole(ctx: Ctx, op: Operation): void {
  if (unitOf(ctx) === null || opensToUnits(op)) return;
  throw new Refusal(
    "forbidden",
    "This is about the whole organisation, and your roles are limited to some of its teams. Ask an admin.",
  );
}

/** Every id in the input that names a thing of an agent must be of the unit; another unit's is as unknown as none. */
export async function refuseOtherUnits(ctx: Ctx, op: Operation, input: unknown): Promise<void> {
  if (unitOf(ctx) === null) return;
  const named = [...idsIn(input)];
  for (const { kind, id } of named) {
    const [row] = await ctx.db.$queryRaw<{ inside: boolean | null }[]>(Prisma.sql`
      SELECT bool_and(${inUnit(ctx, Prisma.sql`t."agentId"`)}) AS "inside" FROM (${agentsOf[kind](ctx.orgId, id)}) t`);
    if (row?.inside !== true) throw notFound(words[kind]);
  }
  if (op.units === "named" && named.length === 0)
    throw new Refusal("forbidden", "Your roles are limited to some teams: name an agent of them.");
}

const words: Record<BoundKind, string> = {
  agent: "agent",
  checkpoint: "request",
  standing: "standing approval",
  breakGlass: "break-glass grant",
  finding: "finding",
  delegation: "delegation",
  agentCredential: "credential",
  sighting: "sighting",
  stopOrder: "order",
  release: "release",
};

function* idsIn(value: unknown): Generator<{ kind: BoundKind; id: string }> {
  if (typeof value === "string") {
    const kind = kinds.find((one) => value.startsWith(`${idPrefixes[one]}_`));
    if (kind && /^[a-z]+_[0-9a-z]{26}$/.test(value)) yield { kind, id: value };
  } else if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) yield* idsIn(member);
  }
}
