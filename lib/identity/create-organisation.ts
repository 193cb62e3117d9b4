import type { TxCtx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { createSigningKey } from "./signing-key";

/** An organisation and its signing key. Who calls it records `organisation.created`. */
export async function createOrganisation(
  tx: TxCtx,
  organisation: { name: string; demo?: boolean; rangeOf?: string },
): Promise<{ id: string; name: string }> {
  const created = await tx.db.organisation.create({
    data: {
      id: newId("organisation", tx.now.getTime()),
      name: organisation.name,
      demo: organisation.demo ?? false,
      rangeOf: organisation.rangeOf ?? null,
      createdAt: tx.now,
    },
    select: { id: true, name: true },
  });
  await createSigningKey(tx, created.id);
  return created;
}
