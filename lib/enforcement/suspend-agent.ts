import { command } from "@/lib/audit/command";
import { changeStatus, changes } from "./stop-agent";
import { suspendAgentOp } from "./stop-contract";

export const suspendAgent = command(suspendAgentOp, (ctx, { id, reason }) =>
  changeStatus(ctx, id, reason, changes.suspend),
);
