import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { reconcile } from "./connector";
import { reportScanOp } from "./contract";
import { scanConnector } from "./scan-connector";

/** What was found is kept; what a whole look no longer has is marked as gone. It registers nothing. */
export const reportScan = command(reportScanOp, async (ctx, report) => {
  const { repository, commit, complete, found } = report;
  const { noted, gone } = await reconcile(ctx, scanConnector.source, await scanConnector.look(report));
  const kept = new Set(noted.map(({ key }) => key));
  if (found.some(({ key }) => !kept.has(key))) {
    throw new Refusal(
      "conflict",
      "So many findings of scans wait that no more are taken. Nothing was kept: decide about those that wait, then report again.",
    );
  }
  const isNew = noted.filter((one) => one.isNew).length;
  const result = { items: noted.map(({ key, id, state }) => ({ key, id, state })), gone, isNew };
  const returned = noted.filter((one) => one.returned).length;
  if (isNew + gone + returned === 0) return { result, event: "repetition" };
  return {
    result,
    event: {
      action: "discovery.scanned",
      target: { kind: "organisation", id: ctx.orgId, name: repository },
      detail: { repository, commit, complete, found: found.length, isNew, gone, returned },
    },
  };
});
