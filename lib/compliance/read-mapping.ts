/** Policies in force that say which controls they are about, and the people who answer for controls. */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { ControlLine } from "./contract";
import { type MappedPolicy, namesIn } from "./control-rules";

const Row = z.object({ id: z.string(), slug: z.string(), title: z.string(), version: z.int(), control: z.string() });

/** Only what is enforced: a policy that is merely observed controls nothing. */
export async function mappedPolicies({ db, orgId }: Ctx): Promise<MappedPolicy[]> {
  const rows = await db.$queryRaw<unknown[]>(Prisma.sql`
    SELECT p."id", p."slug", p."title", v."version", v."cedar" #>> '{annotations,control}' AS "control"
      FROM "PublishedPolicy" f
      JOIN "Policy" p ON p."id" = f."policyId" AND p."orgId" = f."orgId"
      JOIN "PolicyVersion" v ON v."policyId" = f."policyId" AND v."version" = f."version"
     WHERE f."orgId" = ${orgId} AND v."mode" = 'enforce' AND v."cedar" #>> '{annotations,control}' IS NOT NULL
     ORDER BY p."slug"`);
  return rows.map((row) => {
    const { control, ...policy } = Row.parse(row);
    return { ...policy, controls: namesIn(control) };
  });
}

export type Owners = ReadonlyMap<string, NonNullable<ControlLine["owner"]>>;

/** By the control's key. Someone who is gone is still named, and is not active. */
export async function controlOwners({ db, orgId }: Ctx, framework: string): Promise<Owners> {
  const rows = await db.controlOwner.findMany({
    where: { orgId, framework },
    select: { control: true, ownerId: true },
  });
  const people = await db.user.findMany({
    where: { orgId, id: { in: rows.map(({ ownerId }) => ownerId) } },
    select: { id: true, name: true, status: true },
  });
  const known = new Map(people.map(({ id, name, status }) => [id, { id, name, active: status === "active" }]));
  return new Map(
    rows.map(({ control, ownerId }) => [
      control,
      known.get(ownerId) ?? { id: ownerId, name: "somebody who is gone", active: false },
    ]),
  );
}
