import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { getSightingOp } from "./contract";
import { findMatches } from "./find-matches";
import { factsIn, loadRow, withAgents } from "./rows";
import { suggestedFrom } from "./rules";

export const getSighting = query(getSightingOp, async (ctx, { id }) => {
  const row = await loadRow(ctx, id);
  const facts = factsIn(row);
  const [sighting] = await withAgents(ctx, [row], await databaseNow(ctx.db));
  if (!sighting) throw new Error("a sighting that is there was not shown");
  const open = row.state === "waiting" || row.state === "rejected";
  return {
    ...sighting,
    facts,
    matches: open ? await findMatches(ctx, row) : [],
    suggested: suggestedFrom(row.name, facts),
  };
});
