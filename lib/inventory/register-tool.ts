import { guardedCommand } from "@/lib/changes/guarded-command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { ToolName } from "@/sdk/wire/words";
import { registerToolOp } from "./contract";
import { judgeNewTool } from "./judge-approval";
import { readSigns, toolNames } from "./judge-tool";
import { readDefinition } from "./read-definition";
import { loadTool, refusingTaken, toolTarget } from "./rows";
import { isPinned } from "./tool-rules";

export const registerTool = guardedCommand(
  registerToolOp,
  { judge: judgeNewTool },
  async (ctx, { definition, reason: _, ...facts }) => {
    const { server, name } = facts;
    if (!ToolName.safeParse(`${server}/${name}`).success) {
      throw refusal("name", "A tool is written server/tool, on one line and in at most 300 characters.");
    }
    const read = definition && readDefinition(name, definition);
    if (read?.objection) throw refusal("definition", read.objection);
    const pin = read && isPinned(definition) ? read.digest : null;
    const id = newId("tool", ctx.now.getTime());
    const reading = await readSigns(
      { server, name, createdAt: ctx.now, text: read?.text ?? null, digest: read?.digest ?? null },
      await toolNames(ctx),
    );
    await refusingTaken(
      ctx.db.tool.create({
        data: {
          id,
          orgId: ctx.orgId,
          ...facts,
          state: "approved",
          definition: read?.text,
          definitionDigest: read?.digest,
          pinnedDefinition: read?.text,
          pin,
          pinnedById: ctx.actor.id,
          pinnedAt: ctx.now,
          ...reading,
          createdAt: ctx.now,
          updatedAt: ctx.now,
        },
        select: { id: true },
      }),
      `${server}/${name} is in the inventory already. Approve that one, or block it.`,
    );
    const tool = await loadTool(ctx, id);
    const detail = {
      operationClass: facts.operationClass,
      reversibility: facts.reversibility,
      pin,
      signs: reading.signs.length,
    };
    return { result: tool, event: { action: "tool.registered", target: toolTarget(tool), detail } };
  },
);

const refusal = (path: string, message: string) =>
  new Refusal("invalid_input", message, { invalidParams: [{ path, message }] });
