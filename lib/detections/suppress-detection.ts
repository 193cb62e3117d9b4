import { guardedCommand } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { LONGEST_SUPPRESSION_DAYS, type Suppression, suppressDetectionOp } from "./contract";
import { DAY_MS } from "./hours";
import { detectionTarget, loadTunable, suppressionOf } from "./rows";

/** It ends by itself; until then nobody is told, so two people agree to it. */
export const suppressDetection = guardedCommand(
  suppressDetectionOp,
  {
    judge: async (tx, { detection: id, subject, until }) => {
      const { title } = loadTunable(id);
      const about = await nameOf(tx, subject);
      return {
        kind: "suppression",
        subject: `${id} ${subject.kind} ${subject.id}`,
        title: `Suppression of “${title}” for ${about}`,
        base: null,
        texts: [{ title: about, before: title, after: `nothing until ${until}` }],
        weakenings: weakeningsOf("suppression", { detection: title, subject: about, until }),
      };
    },
  },
  async (tx, { detection: id, subject, until, reason }) => {
    const detection = loadTunable(id);
    const end = new Date(until);
    const days = (end.getTime() - tx.now.getTime()) / DAY_MS;
    if (days <= 0 || days > LONGEST_SUPPRESSION_DAYS) {
      throw new Refusal(
        "invalid_input",
        `A suppression ends in the future, and within ${LONGEST_SUPPRESSION_DAYS} days.`,
        { invalidParams: [{ path: "until", message: `within ${LONGEST_SUPPRESSION_DAYS} days` }] },
      );
    }
    if (subject.kind === "tool" && detection.looks !== "hour") {
      throw new Refusal(
        "conflict",
        `${detection.title} cannot leave out single tools: suppress it for the agent or point.`,
      );
    }
    const row = await tx.db.detectionSuppression.create({
      data: {
        id: newId("suppression", tx.now.getTime()),
        orgId: tx.orgId,
        detection: id,
        subjectKind: subject.kind,
        subjectId: subject.id,
        subjectName: await nameOf(tx, subject),
        reason,
        createdByName: tx.actor.name,
        createdAt: tx.now,
        until: end,
      },
    });
    return {
      result: suppressionOf(row, tx.now, 0),
      event: {
        action: "detection.suppressed",
        target: detectionTarget(detection),
        detail: { suppression: row.id, subject: { ...subject, name: row.subjectName }, until, reason },
      },
    };
  },
);

/** Only what is there can be suppressed: a misspelt tool would leave everything as it was. */
async function nameOf(
  { db, orgId }: TxCtx,
  { kind, id }: Pick<Suppression["subject"], "kind" | "id">,
): Promise<string> {
  if (kind === "tool") {
    const cut = id.indexOf("/");
    const where = { orgId, server: id.slice(0, cut), name: id.slice(cut + 1) };
    if (cut < 1 || !(await db.tool.findFirst({ where, select: { id: true } }))) throw notFound("tool");
    return id;
  }
  const where = { id_orgId: { id, orgId } };
  const select = { name: true } as const;
  const row =
    kind === "agent" ? await db.agent.findUnique({ where, select }) : await db.pep.findUnique({ where, select });
  if (!row) throw notFound(kind);
  return row.name;
}
