import { query } from "@/lib/audit/query";
import { openRollOut } from "@/lib/policy/open-roll-out";
import { listProfilesOp } from "./contract";
import { isUp, profileOf, proposalOf, readAround, runOf, trialOf } from "./rows";

const MOST = 200;

export const listProfiles = query(listProfilesOp, async (ctx) => {
  const { db, orgId } = ctx;
  const [rows, runs, proposals, bundle, open] = await Promise.all([
    db.sandboxProfile.findMany({ where: { orgId }, orderBy: { name: "asc" }, take: MOST }),
    db.sandboxRun.findMany({ where: { orgId, endedAt: null }, orderBy: { startedAt: "desc" }, take: MOST * 5 }),
    db.profileProposal.findMany({ where: { orgId, closedAt: null }, orderBy: { receivedAt: "desc" }, take: MOST }),
    db.bundle.findFirst({ where: { orgId }, select: { revision: true } }),
    openRollOut(ctx),
  ]);
  const versions = await db.sandboxProfileVersion.findMany({
    where: { orgId, OR: rows.map(({ id, version }) => ({ profileId: id, version })) },
  });
  const around = await readAround(ctx, [...runs, ...proposals]);
  const shown = runs.map((run) => runOf(run, around)).filter(isUp);
  const known = new Set(rows.map(({ name }) => name));
  return {
    pushed: bundle !== null,
    items: rows.flatMap((row) => {
      const inForce = versions.find(({ profileId }) => profileId === row.id);
      if (!inForce) return [];
      const own = shown.filter(({ source, profileName }) => source === "console" && profileName === row.name);
      return profileOf(row, inForce, {
        running: own.length,
        drifted: own.filter(({ drift }) => drift !== null).length,
        proposals: proposals.filter(({ profileName }) => profileName === row.name).length,
        trial: trialOf(open, row.id),
      });
    }),
    unknown: proposals.filter(({ profileName }) => !known.has(profileName)).map((one) => proposalOf(one, around.names)),
    others: shown.filter(({ source, profileName }) => source !== "console" || !known.has(profileName)).slice(0, MOST),
  };
});
