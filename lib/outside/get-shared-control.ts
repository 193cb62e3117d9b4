import { command } from "@/lib/audit/command";
import type { Ctx } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { getSharedControlOp } from "./contract";
import { accessInForce, readBy } from "./in-force";
import { readStanding, refuseOthers } from "./read-standing";
import type { AccessRow } from "./rows";

export const getSharedControl = command(getSharedControlOp, async (tx, { id, framework, control }) => {
  const access = await accessInForce(tx, id);
  refuseOthers(access, framework);
  return { result: (ctx) => view(ctx, access, framework, control), event: readBy(access, { framework, control }) };
});

async function view(ctx: Ctx, access: AccessRow, id: string, key: string) {
  const { framework, controls, evidence, asOf, pack, from, to } = await readStanding(ctx, access, id);
  const control = controls.find((one) => one.key === key);
  if (!control) throw notFound("control");
  const kinds = new Set(control.evidence.map(({ kind }) => kind));
  return {
    ...control,
    ...{ asOf, pack, from, to, framework: { id, title: framework.title } },
    evidence: evidence.filter(({ kind }) => kinds.has(kind)),
  };
}
