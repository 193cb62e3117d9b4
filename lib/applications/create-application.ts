import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { checkedOrRefused } from "./check-terms";
import { createApplicationOp, MOST_APPLICATIONS } from "./contract";
import { detailOf, lockApplications, readApplication, refuseClaimed, versionData } from "./rows";

export const createApplication = command(createApplicationOp, async (tx, { slug, ...terms }) => {
  const kept = checkedOrRefused(terms);
  await lockApplications(tx);
  const slugs = await tx.db.application.findMany({ where: { orgId: tx.orgId }, select: { slug: true } });
  if (slugs.some((one) => one.slug === slug))
    throw new Refusal(
      "conflict",
      `There is an application named ${slug} already. Choose another name, or edit that one.`,
    );
  if (slugs.length >= MOST_APPLICATIONS)
    throw new Refusal("conflict", `There are ${MOST_APPLICATIONS} applications already. Delete one first.`);
  await refuseClaimed(tx, null, terms);
  const id = newId("application", tx.now.getTime());
  const { title } = terms;
  await tx.db.application.create({
    data: { id, orgId: tx.orgId, slug, title, createdAt: tx.now, updatedAt: tx.now },
  });
  await tx.db.applicationVersion.create({ data: versionData(tx, id, 1, kept) });
  return {
    result: await readApplication(tx, id),
    event: {
      action: "application.created",
      target: { kind: "application", id, name: slug },
      detail: { version: 1, ...detailOf(kept) },
    },
  };
});
