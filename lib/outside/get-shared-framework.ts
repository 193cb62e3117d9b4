import { command } from "@/lib/audit/command";
import type { Ctx } from "@/lib/db/ctx";
import { getSharedFrameworkOp } from "./contract";
import { accessInForce, readBy } from "./in-force";
import { readContents, readStanding, refuseOthers } from "./read-standing";
import type { AccessRow } from "./rows";

/** It is on record before it is read, and read outside the transaction: one question that fails is no end of the others. */
export const getSharedFramework = command(getSharedFrameworkOp, async (tx, { id, framework }) => {
  const access = await accessInForce(tx, id);
  refuseOthers(access, framework);
  return { result: (ctx) => view(ctx, access, framework), event: readBy(access, { framework }) };
});

async function view(ctx: Ctx, access: AccessRow, id: string) {
  const [{ framework, counts, clocks, controls, ...standing }, contents] = await Promise.all([
    readStanding(ctx, access, id),
    readContents(ctx, access),
  ]);
  const { publisher, source, notes, title } = framework;
  return { ...standing, framework: { id, title }, publisher, source, notes, counts, clocks, contents, items: controls };
}
