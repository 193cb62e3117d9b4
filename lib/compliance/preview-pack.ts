import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { idOf } from "@/lib/shared/ids";
import { readFramework } from "./catalogue";
import { headOf, judgeAll, lineOf } from "./judge-framework";
import { type Contents, countContents } from "./pack/count-contents";
import { notProvenOf } from "./pack/not-proven";
import { periodOf } from "./pack/period";
import { MOST_PACK_AGENTS, previewPackOp } from "./pack-contract";
import { readEvidence } from "./read-evidence";
import { controlOwners, mappedPolicies } from "./read-mapping";

export const previewPack = query(previewPackOp, async (ctx, { framework: id, agents, ...days }) => {
  const framework = await readFramework(ctx, id);
  const now = await databaseNow(ctx.db);
  const { from, to } = periodOf(days.from, days.to, now);
  const agentIds = idsIn(agents);
  const cut = to < now ? to : now;
  const [evidence, policies, owners, contents] = await Promise.all([
    readEvidence(ctx, now),
    mappedPolicies(ctx),
    controlOwners(ctx, id),
    countContents(ctx, { from, cut, agentIds }),
  ]);
  const judged = judgeAll(framework, evidence, policies);
  return {
    asOf: now.toISOString(),
    framework: { id: framework.id, title: framework.title },
    counts: headOf(framework, judged).counts,
    gaps: judged
      .map((one) => lineOf(one, owners))
      .filter(({ state }) => state !== "met")
      .map(({ key, id, title, gap, owner }) => ({
        key,
        id,
        title,
        gap: gap ?? "It cannot be told.",
        owner: owner?.name ?? null,
      })),
    contents: contentLines(contents),
    notProven: notProvenOf({ ...contents, scoped: agentIds.length > 0 }),
  };
});

function idsIn(text: string | undefined): string[] {
  const ids = (text ?? "").split(",").filter((id) => id !== "");
  if (ids.length > MOST_PACK_AGENTS)
    throw new Refusal("invalid_input", `Choose ${MOST_PACK_AGENTS} agents at most, or all.`);
  for (const id of ids)
    if (!idOf("agent").safeParse(id).success)
      throw new Refusal("invalid_input", "The agents are ids, parted by commas.");
  return ids;
}

/** What a pack of a period holds, and how much of it there is. */
export const contentLines = ({ calls, receipts, entries, stops, certificates, versions }: Contents) => [
  { title: "Tool calls with decision and outcome", count: calls, unit: "calls", scoped: true },
  { title: "Receipts of requests that people decided", count: receipts, unit: "receipts", scoped: true },
  { title: "Stops with the points' acknowledgements", count: stops, unit: "orders", scoped: true },
  { title: "Containment certificates", count: certificates, unit: "certificates", scoped: true },
  { title: "Versions of policies", count: versions, unit: "versions", scoped: false },
  { title: "Audit entries with proofs of their places", count: entries, unit: "entries", scoped: false },
];
