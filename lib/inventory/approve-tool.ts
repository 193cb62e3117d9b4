import type { AuditEvent } from "@/lib/audit/record";
import { guardedCommand } from "@/lib/changes/guarded-command";
import type { TxCtx } from "@/lib/db/ctx";
import { tellToolState } from "@/lib/db/standing-scopes";
import { Refusal } from "@/lib/shared/errors";
import { JsonObject } from "@/sdk/wire/words";
import { approveToolOp, type Tool } from "./contract";
import { type Approval, judgeTools } from "./judge-approval";
import { settleFindings } from "./judge-tool";
import { loadTool, loadToolLocked, toolTarget } from "./rows";
import { changesBetween } from "./rules";
import { isPinned, objectionToDefinition } from "./tool-rules";

/** Opening what policies in force permit, or saying that a tool does something milder, is for two people. */
export const approveTool = guardedCommand(
  approveToolOp,
  { judge: (tx, approval) => judgeTools(tx, [approval]) },
  async (tx, approval) => {
    const { tool, event } = await approveOne(tx, approval);
    return { result: tool, event: event ?? "repetition" };
  },
);

/** Approves one tool in the transaction at hand; there is no event when all of it was so already. */
export async function approveOne(tx: TxCtx, approval: Approval): Promise<{ tool: Tool; event: AuditEvent | null }> {
  const before = await loadToolLocked(tx, approval.id);
  const { operationClass, reversibility } = approval;
  const pin = pinFor(before, approval.definitionDigest);
  const repinned = before.state !== "approved" || before.pin !== pin || before.trustedFirstUse;
  const changes = changesBetween(
    { operationClass: before.operationClass, reversibility: before.reversibility },
    { operationClass, reversibility },
  );
  if (!repinned && Object.keys(changes).length === 0) return { tool: before, event: null };

  await tx.db.tool.update({
    where: { id_orgId: { id: before.id, orgId: tx.orgId } },
    data: {
      operationClass,
      reversibility,
      state: "approved",
      pin,
      pinnedDefinition: before.definition,
      ...(repinned ? { pinnedById: tx.actor.id, pinnedAt: tx.now, trustedFirstUse: false } : {}),
      updatedAt: tx.now,
    },
    select: { id: true },
  });
  if (before.state === "blocked") await tellToolState(tx, before);
  const detail: AuditEvent["detail"] = repinned
    ? {
        from: before.state,
        pin,
        replaced: before.pin,
        operationClass,
        reversibility,
        changes,
        signs: shownSigns(before),
      }
    : { changes };
  if (repinned) await settleFindings(tx, before.id, `${tx.actor.name} read the definition and approved it.`);
  return {
    tool: await loadTool(tx, before.id),
    event: { action: repinned ? "tool.approved" : "tool.classified", target: toolTarget(before), detail },
  };
}

/** What stood out in what was approved: who approves it nevertheless has seen it marked. */
const shownSigns = ({ signs }: Tool) => signs.slice(0, 10).map(({ kind, severity, at }) => ({ kind, severity, at }));

/** The pin that approving what was shown makes, or a refusal. */
function pinFor(tool: Tool, shown: string | null): string | null {
  const name = `${tool.server}/${tool.name}`;
  if (tool.definitionDigest !== shown) {
    throw new Refusal(
      "digest_mismatch",
      `${name} is not what was shown: a point has seen another definition since. Load it again and read it before approving.`,
    );
  }
  if (tool.definition === null) {
    if (tool.seenAt === null) return null;
    throw new Refusal(
      "conflict",
      `The definition of ${name} that a point saw cannot be kept, so it cannot be approved.`,
    );
  }
  const definition = JsonObject.parse(JSON.parse(tool.definition));
  const objection = objectionToDefinition(tool.name, definition);
  if (objection) throw new Refusal("conflict", `${name} cannot be approved: ${objection}`);
  return isPinned(definition) ? tool.definitionDigest : null;
}
