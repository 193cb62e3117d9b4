import { command } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { Refusal } from "@/lib/shared/errors";
import { canonicalJson } from "@/sdk/canonical";
import { checkedOrRefused } from "./check-terms";
import { editApplicationOp } from "./contract";
import { detailOf, lockApplications, readApplication, refuseClaimed, versionData } from "./rows";

export const editApplication = command(editApplicationOp, async (tx, { id, version, enabled, ...terms }) => {
  const kept = checkedOrRefused(terms);
  await lockApplications(tx);
  const before = await readApplication(tx, id);
  if (before.version !== version)
    throw new Refusal(
      "conflict",
      `The application is at version ${before.version} by now, and you changed version ${version}. Look at the newer one first; what you sent was not kept here.`,
    );
  if (enabled) await refuseClaimed(tx, id, terms);
  const changed = sameAs(before) !== sameAs(terms);
  const next = changed ? version + 1 : version;
  if (!changed && enabled === before.enabled) return { result: before, event: "repetition" };
  await tx.db.application.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { title: terms.title, enabled, version: next, updatedAt: tx.now },
  });
  if (changed) await tx.db.applicationVersion.create({ data: versionData(tx, id, next, kept) });
  const target = { kind: "application", id, name: before.slug } as const;
  const events: AuditEvent[] = [];
  if (enabled !== before.enabled)
    events.push({
      action: enabled ? "application.enabled" : "application.disabled",
      target,
      detail: { version: next },
    });
  if (changed)
    events.push({ action: "application.edited", target, detail: { from: version, to: next, ...detailOf(kept) } });
  const [first, ...rest] = events;
  return { result: await readApplication(tx, id), event: first ? [first, ...rest] : "repetition" };
});

/** Everything that a version holds. */
const sameAs = ({ title, subjectTypes, resourceTypes, actions, anySubject, text, entities }: Compared): string =>
  canonicalJson({ title, subjectTypes, resourceTypes, actions, anySubject, text, entities });
type Compared = Pick<
  Awaited<ReturnType<typeof readApplication>>,
  "title" | "subjectTypes" | "resourceTypes" | "actions" | "anySubject" | "text" | "entities"
>;
