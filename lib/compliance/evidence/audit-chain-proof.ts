import { newestTreeHead } from "@/lib/audit/seal-entries";
import { type Collector, daysSince, found, plural } from "./collector";

const CHECK_DAYS = 30;
/** Entries are sealed within a second; what waits for longer than this waits for a worker that does not run. */
const SEAL_MINUTES = 5;

/** The signed head of the audit log, and whether somebody had the whole log recomputed lately. */
export const auditChainProof: Collector = {
  kind: "audit-chain-proof",
  title: "Sealed audit log",
  href: "/audit",
  collect: async (ctx, now) => {
    const { db, orgId } = ctx;
    const late = new Date(now.getTime() - SEAL_MINUTES * 60_000);
    const [head, check, waiting] = await Promise.all([
      newestTreeHead(ctx),
      db.auditCheck.findFirst({
        where: { orgId, status: { in: ["passed", "failed"] } },
        orderBy: { finishedAt: "desc" },
      }),
      oldestWaiting(ctx, late),
    ]);
    if (!head)
      return found("gap", "/audit", { found: "Nothing was sealed yet.", gap: "The worker seals: see that it runs." });
    const sealed = `${plural(head.size, "entry", "entries")} under a signed head`;
    const verified = check?.finishedAt ? daysSince(now, check.finishedAt) : null;
    const base = { newest: head.at };
    if (check?.status === "failed")
      return found("gap", "/audit", {
        ...base,
        found: `${sealed}; the last verification failed.`,
        gap: check.fault ?? "It does not verify.",
      });
    if (waiting > 0)
      return found("partly", "/audit", {
        ...base,
        found: `${sealed}.`,
        gap: `${plural(waiting, "entry waits", "entries wait")} to be sealed for more than ${SEAL_MINUTES} minutes.`,
      });
    if (verified === null || verified > CHECK_DAYS)
      return found("partly", "/audit", {
        ...base,
        found: `${sealed}; ${verified === null ? "nobody had the whole log verified yet" : `verified ${verified} days ago`}.`,
        gap: `Have the whole log verified; it counts for ${CHECK_DAYS} days.`,
      });
    return found("met", "/audit", {
      ...base,
      found: `${sealed}; the whole log was verified ${verified === 0 ? "today" : `${plural(verified, "day")} ago`}.`,
    });
  },
};

async function oldestWaiting({ db, orgId }: Parameters<Collector["collect"]>[0], late: Date): Promise<number> {
  const rows = await db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS "waiting" FROM "AuditPending" p JOIN "AuditEntry" e ON e."seq" = p."seq"
     WHERE p."orgId" = ${orgId} AND e."at" < ${late}`;
  return rows[0]?.waiting ?? 0;
}
