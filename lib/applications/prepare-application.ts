/** A new application, or a change of one, as it is proposed and carried out. */
import type { z } from "zod";
import type { AuditEvent } from "@/lib/audit/record";
import type { ApplicationFact } from "@/lib/changes/facts";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { plainName } from "@/lib/shared/plain-name";
import { canonicalJson, type JsonObject, sha256 } from "@/sdk/canonical";
import { checkedOrRefused } from "./check-terms";
import { idOfPolicy } from "./compile-policies";
import { type Application, type createApplicationOp, type editApplicationOp, MOST_APPLICATIONS } from "./contract";
import {
  detailOf,
  type Kept,
  lockApplications,
  readApplication,
  readPoliciesInForce,
  refuseClaimed,
  versionData,
} from "./rows";

type Creation = Omit<z.output<typeof createApplicationOp.input>, "reason">;
type Change = Omit<z.output<typeof editApplicationOp.input>, "reason">;

/** What is not there, or disabled, permits nothing. */
const nothing: ApplicationFact = { policies: [], subjectTypes: [], resourceTypes: [], actions: [], anySubject: false };

type Terms = Pick<ApplicationFact, "subjectTypes" | "resourceTypes" | "actions" | "anySubject">;
const factOf = ({ subjectTypes, resourceTypes, actions, anySubject }: Terms, policies: readonly JsonObject[]) => ({
  policies: policies.map((cedar, place) => ({
    id: plainName(idOfPolicy(cedar, place)),
    effect: cedar.effect === "forbid" ? ("forbid" as const) : ("permit" as const),
    cedar,
  })),
  subjectTypes,
  resourceTypes,
  actions,
  anySubject,
});

export async function prepareCreation(tx: TxCtx, { slug, ...terms }: Creation): Promise<Prepared<Application>> {
  const kept = checkedOrRefused(terms);
  await lockApplications(tx);
  await refuseTaken(tx, slug);
  await refuseClaimed(tx, null, terms);
  return {
    proposal: {
      kind: "application",
      subject: slug,
      title: `Make the application ${slug}`,
      base: null,
      payload: { slug, ...terms },
      texts: [{ title: `Policies of ${slug}`, before: "", after: terms.text }],
      weakenings: weakeningsOf("application", { before: nothing, after: factOf(terms, kept.policies) }),
    },
    act: async () => {
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
    },
  };
}

async function refuseTaken(tx: TxCtx, slug: string): Promise<void> {
  const slugs = await tx.db.application.findMany({ where: { orgId: tx.orgId }, select: { slug: true } });
  if (slugs.some((one) => one.slug === slug))
    throw new Refusal(
      "conflict",
      `There is an application named ${slug} already. Choose another name, or edit that one.`,
    );
  if (slugs.length >= MOST_APPLICATIONS)
    throw new Refusal("conflict", `There are ${MOST_APPLICATIONS} applications already. Delete one first.`);
}

export async function prepareEdit(tx: TxCtx, change: Change): Promise<Prepared<Application>> {
  const { id, version, enabled, ...terms } = change;
  const kept = checkedOrRefused(terms);
  await lockApplications(tx);
  const before = await readApplication(tx, id);
  if (before.version !== version)
    throw new Refusal(
      "conflict",
      `The application is at version ${before.version} by now, and you changed version ${version}. Look at the newer one first; what you sent was not kept here.`,
    );
  if (enabled) await refuseClaimed(tx, id, terms);
  return {
    proposal: {
      kind: "application",
      subject: before.slug,
      title: `Change the application ${before.slug}`,
      base: { version, enabled: before.enabled },
      payload: change,
      texts: textsOf(before, terms),
      weakenings: weakeningsOf("application", {
        before: before.enabled ? factOf(before, await readPoliciesInForce(tx, id)) : nothing,
        after: enabled ? factOf(terms, kept.policies) : nothing,
      }),
    },
    act: () => edit(tx, before, { enabled, kept }),
  };
}

/** Data may be large: that they differ is said by their digests. */
function textsOf({ slug, ...before }: Application, terms: Kept["terms"]) {
  const data = [before, terms].map(({ entities }) => `${entities.length} entities, ${sha256(canonicalJson(entities))}`);
  return [
    { title: `Policies of ${slug}`, before: before.text, after: terms.text },
    { title: `Data of ${slug}`, before: data[0] ?? "", after: data[1] ?? "" },
  ];
}

async function edit(tx: TxCtx, before: Application, { enabled, kept }: { enabled: boolean; kept: Kept }) {
  const { id, version } = before;
  const { terms } = kept;
  const changed = sameAs(before) !== sameAs(terms);
  const next = changed ? version + 1 : version;
  if (!changed && enabled === before.enabled) return { result: before, event: "repetition" as const };
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
  return {
    result: await readApplication(tx, id),
    event: first ? ([first, ...rest] as [AuditEvent, ...AuditEvent[]]) : ("repetition" as const),
  };
}

/** Everything that a version holds. */
const sameAs = ({ title, subjectTypes, resourceTypes, actions, anySubject, text, entities }: Compared): string =>
  canonicalJson({ title, subjectTypes, resourceTypes, actions, anySubject, text, entities });
type Compared = Pick<
  Application,
  "title" | "subjectTypes" | "resourceTypes" | "actions" | "anySubject" | "text" | "entities"
>;
