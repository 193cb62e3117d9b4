import { command } from "@/lib/audit/command";
import { suspendAgentOp } from "./contract";
import { changeStatus, changes } from "./stop-agent";

export const suspendAgent = command(suspendAgentOp, (ctx, { id, reason }) =>
  changeStatus(ctx, id, reason, changes.suspend),
);
