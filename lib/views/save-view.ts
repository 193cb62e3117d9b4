import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { MOST_VIEWS, saveViewOp } from "./contract";
import { personOf, viewOf } from "./rows";

export const saveView = command(saveViewOp, async (tx, { page, name, query, shared }) => {
  const person = personOf(tx);
  if (person === null) throw new Refusal("forbidden", "Views are kept by people. Nothing was saved.");
  const key = { orgId: tx.orgId, page, ownerId: person.id, name };
  const others = await tx.db.savedView.count({
    where: { orgId: tx.orgId, page, ownerId: person.id, name: { not: name } },
  });
  if (others >= MOST_VIEWS)
    throw new Refusal("conflict", `You have ${MOST_VIEWS} views of this page. Take one away, then save this one.`);
  const data = { query: withoutPlace(query), shared, ownerName: person.name, updatedAt: tx.now };
  const row = await tx.db.savedView.upsert({
    where: { orgId_page_ownerId_name: key },
    create: { ...key, ...data, id: newId("savedView", tx.now.getTime()), createdAt: tx.now },
    update: data,
  });
  return {
    result: viewOf(row),
    event: {
      action: "view.saved",
      target: { kind: "view", id: row.id, name },
      detail: { page, shared, query: data.query },
    },
  };
});

/** A cursor is a place in the list as it was. */
function withoutPlace(query: string): string {
  const search = new URLSearchParams(query);
  for (const name of ["cursor", "trail", "peek"]) search.delete(name);
  return search.toString();
}
