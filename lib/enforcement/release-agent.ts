import { command } from "@/lib/audit/command";
import { releaseAgentOp } from "./contract";
import { changeStatus, changes } from "./stop-agent";

export const releaseAgent = command(releaseAgentOp, (ctx, { id, reason }) =>
  changeStatus(ctx, id, reason, changes.release),
);
