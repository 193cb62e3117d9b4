/** Private to this folder: records of a range, with a digest over what cannot change in each. */
import type { Call } from "@/lib/activity/contract";
import { getCall } from "@/lib/activity/get-call";
import type { AuditEntry } from "@/lib/audit/contract";
import type { Ctx } from "@/lib/db/ctx";
import type { Finding } from "@/lib/findings/contract";
import { Refusal } from "@/lib/shared/errors";
import { digestOf } from "@/sdk/canonical";
import type { Evidence } from "@/sdk/wire/redteam";

export const digestOfCall = ({ id, agentId, tool, effect, code, argumentsDigest, revision }: Call): string =>
  digestOf({ id, agentId, tool, effect, code, argumentsDigest, revision });

export const digestOfEntry = ({ leafHash }: Pick<AuditEntry, "leafHash">): string => `sha256:${leafHash}`;

export const digestOfFinding = ({ id, kind, subject }: Pick<Finding, "id" | "kind"> & { subject: { id: string } }) =>
  digestOf({ id, kind, subject: subject.id });

/** The digest of a record that the range holds; null when it holds none of that name. */
export async function digestHeld(range: Ctx, { kind, id }: Evidence): Promise<string | null> {
  const { db, orgId } = range;
  const key = { id_orgId: { id, orgId } };
  switch (kind) {
    case "call":
      return heldCall(range, id);
    case "checkpoint":
      return (await db.checkpoint.findUnique({ where: key, select: { digest: true } }))?.digest ?? null;
    case "audit": {
      const entry = await db.auditEntry.findFirst({ where: { id, orgId }, select: { leafHash: true } });
      return entry && digestOfEntry(entry);
    }
    case "finding": {
      const row = await db.finding.findUnique({ where: key, select: { id: true, kind: true, subjectId: true } });
      return row && digestOfFinding({ ...row, subject: { id: row.subjectId } });
    }
  }
}

async function heldCall(range: Ctx, id: string): Promise<string | null> {
  try {
    return digestOfCall(await getCall(range, { id }));
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}
