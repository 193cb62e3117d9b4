import { intake } from "@/lib/audit/intake";
import { storable } from "@/lib/audit/record";
import { notify } from "@/lib/db/notify";
import { newId } from "@/lib/shared/ids";
import { reportSandboxOp } from "./report-operations";
import { speaksFor } from "./speaks-for";

const UNHEARD = "its runner was gone without a word";

/** Keeps how a sandbox stands. A point runs one program at a time, so a new run ends those that never said they ended. */
export const reportSandbox = intake(reportSandboxOp, async (tx, report) => {
  const { runId, agentId, state, profile, learning } = report;
  const pep = await speaksFor(tx, agentId);
  const { db, orgId, now } = tx;
  const key = { orgId_pepId_runId: { orgId, pepId: pep.id, runId } };
  const known = await db.sandboxRun.findUnique({ where: key });
  // What comes late must not bring a program back to life.
  if (known?.endedAt) return { accepted: 0 };
  const standing = {
    profileName: storable(profile.name),
    profileDigest: profile.digest,
    ...{ source: profile.source, version: profile.version, egressVersion: profile.egressVersion, learning },
    lacks: report.lacks.map(storable),
    reportedAt: now,
    frozenAt: state === "frozen" ? (known?.frozenAt ?? now) : null,
    ...(state === "ended" ? { endedAt: now, ending: storable(report.ending ?? "") } : {}),
  };
  if (!known)
    await db.sandboxRun.updateMany({
      where: { orgId, pepId: pep.id, endedAt: null },
      data: { endedAt: now, ending: UNHEARD },
    });
  const id = newId("sandboxRun", now.getTime());
  const own = { id, orgId, pepId: pep.id, pepName: pep.name, agentId, runId, startedAt: now };
  await db.sandboxRun.upsert({ where: key, create: { ...own, ...standing }, update: standing });
  await notify(db, { orgId, topic: "points", ref: pep.id });
  return { accepted: 1 };
});
