/** Which organisation a command is about. */
import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { createOrganisation } from "@/lib/identity/create-organisation";
import { CannotGoOn } from "./admin-command";

/** The organisation that a headless installation gets; the first admin may rename it. */
const HEADLESS_NAME = "Gatehouse";

/** The one that was named, the only one, or a first one. */
export async function organisation(tx: TxCtx, named: string | undefined): Promise<string> {
  const found = await tx.db.organisation.findMany({
    where: { rangeOf: null, ...(named === undefined ? {} : { id: named }) },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, name: true },
  });
  const [first, ...others] = found;
  if (first && others.length === 0) return first.id;
  if (named !== undefined) {
    throw new CannotGoOn(`There is no organisation with the id ${named}.`, "Leave --org out if there is only one.");
  }
  if (first) {
    const list = found.map(({ id, name }) => `${id} (${name})`).join(", ");
    throw new CannotGoOn("There are several organisations.", `Choose one with --org: ${list}.`);
  }
  const { id, name } = await createOrganisation(tx, { name: HEADLESS_NAME });
  await recordAudit(tx, { action: "organisation.created", orgId: id, target: { kind: "organisation", id, name } });
  return id;
}
