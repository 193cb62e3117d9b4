import { query } from "@/lib/audit/query";
import { openRollOut } from "@/lib/policy/open-roll-out";
import { notFound } from "@/lib/shared/errors";
import { getProfileOp } from "./contract";
import { isUp, profileOf, proposalOf, readAround, runOf, trialOf, versionOf } from "./rows";

const MOST_VERSIONS = 100;
const MOST_RUNS = 50;

export const getProfile = query(getProfileOp, async (ctx, { id }) => {
  const { db, orgId } = ctx;
  const row = await db.sandboxProfile.findUnique({ where: { id_orgId: { id, orgId } } });
  if (!row) throw notFound("sandbox profile");
  const of = { orgId, profileName: row.name };
  const [versions, inForce, open, runs, proposals] = await Promise.all([
    db.sandboxProfileVersion.findMany({
      where: { profileId: id, orgId },
      orderBy: { version: "desc" },
      take: MOST_VERSIONS,
    }),
    db.sandboxProfileVersion.findUniqueOrThrow({
      where: { profileId_version: { profileId: id, version: row.version } },
    }),
    openRollOut(ctx),
    db.sandboxRun.findMany({ where: { ...of, source: "console" }, orderBy: { startedAt: "desc" }, take: MOST_RUNS }),
    db.profileProposal.findMany({ where: { ...of, closedAt: null }, orderBy: { receivedAt: "desc" }, take: MOST_RUNS }),
  ]);
  const around = await readAround(ctx, [...runs, ...proposals]);
  const shown = runs.map((run) => runOf(run, around));
  const running = shown.filter(isUp);
  return {
    ...profileOf(row, inForce, {
      running: running.length,
      drifted: running.filter(({ drift }) => drift !== null).length,
      proposals: proposals.length,
      trial: trialOf(open, id),
    }),
    text: inForce.text,
    versions: versions.map(versionOf),
    runs: shown,
    open: proposals.map((one) => proposalOf(one, around.names)),
  };
});
