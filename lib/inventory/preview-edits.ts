import { query } from "@/lib/audit/query";
import { type TxCtx, transaction } from "@/lib/db/ctx";
import { takesTwo } from "@/lib/identity/two-persons";
import { Refusal } from "@/lib/shared/errors";
import type { Json } from "@/sdk/canonical";
import { editorOf } from "./agent-owners";
import { editFor } from "./bulk-edit";
import { editAgentOp } from "./contract";
import { checkedEdit } from "./edit-agent";
import { type BulkChange, type PreviewedEdit, previewEditsOp } from "./edit-contract";
import { getAgent } from "./get-agent";
import { judgeAgent } from "./judge-agent";
import { changesBetween } from "./rules";

/** Asks of each agent what its edit would ask, and writes nothing. */
export const previewEdits = query(previewEditsOp, (ctx, { agents, change }) =>
  transaction(ctx, async (tx) => {
    const items: PreviewedEdit[] = [];
    for (const agent of agents) items.push(await previewOne(tx, agent, change));
    return { takesTwo: await takesTwo(tx), items };
  }),
);

async function previewOne(
  tx: TxCtx,
  { id, version }: { id: string; version: number },
  change: BulkChange,
): Promise<PreviewedEdit> {
  let name = id;
  try {
    const agent = await getAgent(tx, { id });
    name = agent.name;
    const edit = editAgentOp.input.safeParse({ id, version, ...editFor(agent, change) });
    if (!edit.success) throw new Refusal("invalid_input", edit.error.issues[0]?.message ?? "It cannot be taken.");
    const { before, after } = await checkedEdit(tx, edit.data);
    const { weakenings } = await judgeAgent(tx, agent, after, editorOf(tx).personId);
    const changes = Object.entries(changesBetween(before, after));
    return {
      ...{ id, name, refused: null },
      changes: changes.map(([field, { from, to }]) => ({ field, from: textOf(from), to: textOf(to) })),
      weakens: weakenings.map(({ sentence }) => sentence),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, name, changes: [], weakens: [], refused: error.message };
  }
}

const textOf = (value: Json): string => {
  if (Array.isArray(value)) return value.join(", ");
  return value === null ? "" : String(value);
};
