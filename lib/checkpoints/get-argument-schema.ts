import { query } from "@/lib/audit/query";
import { currentPolicySet } from "@/lib/policy/current-policy-set";
import { Action } from "@/sdk/wire/action";
import { getArgumentSchemaOp } from "./decisions-contract";
import { readRow } from "./rows";

export const getArgumentSchema = query(getArgumentSchemaOp, async (ctx, { id }) => {
  const row = await readRow(ctx, id);
  const { pin } = Action.parse(JSON.parse(row.action));
  const tool = (await currentPolicySet(ctx))?.content.tools.find((one) => one.id === row.tool);
  const same = tool !== undefined && (pin === null || tool.pin === pin);
  return { schema: same ? tool.inputSchema : null };
});
