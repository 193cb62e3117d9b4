import { query } from "@/lib/audit/query";
import { RedteamStatement } from "@/sdk/wire/redteam";
import { getRedteamRunOp } from "./contract";
import { readRun, runOf } from "./rows";

export const getRun = query(getRedteamRunOp, async (ctx, { id }) => {
  const row = await readRun(ctx, id);
  const { outcome, publicKey } = row;
  return {
    ...runOf(row),
    statement: outcome && RedteamStatement.parse(JSON.parse(outcome.statement)),
    signed: outcome && publicKey ? { text: outcome.statement, signature: outcome.signature, publicKey } : null,
  };
});
