import { command } from "@/lib/audit/command";
import { changeStatus, changes } from "./stop-agent";
import { killAgentOp } from "./stop-contract";

export const killAgent = command(killAgentOp, (ctx, { id, reason }) => changeStatus(ctx, id, reason, changes.kill));
