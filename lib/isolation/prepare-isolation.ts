/** A change of which agents must be isolated, as it is proposed and carried out. */
import type { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { IsolationSetting, setIsolationOp } from "./contract";
import { readSetting } from "./read-setting";

type Change = Omit<z.output<typeof setIsolationOp.input>, "reason">;

export async function prepareIsolation(tx: TxCtx, change: Change): Promise<Prepared<IsolationSetting>> {
  const { version, ...chosen } = change;
  const before = await readSetting(tx);
  if (before.version !== version) throw changed();
  const { version: _, updatedAt: __, updatedByName: ___, ...old } = before;
  const title = "Which agents must be isolated";
  return {
    proposal: {
      kind: "isolation",
      subject: "organisation",
      title,
      base: { ...old, version },
      payload: change,
      texts: [{ title, before: JSON.stringify(old, null, 2), after: JSON.stringify(chosen, null, 2) }],
      weakenings: weakeningsOf("isolation", { before, after: chosen }),
    },
    act: async () => {
      await write(tx, change);
      return {
        result: await readSetting(tx),
        event: {
          action: "isolation.set",
          target: { kind: "organisation", id: tx.orgId, name: "isolation" },
          detail: { before: old, after: chosen },
        },
      };
    },
  };
}

const changed = () => new Refusal("conflict", "Somebody else changed this meanwhile. Look at it again, then save.");

async function write(tx: TxCtx, { version, ...chosen }: Change): Promise<void> {
  const data = { ...chosen, updatedAt: tx.now, updatedByName: tx.actor.name };
  const { count } =
    version === 0
      ? await tx.db.isolationSetting.createMany({ data: [{ ...data, orgId: tx.orgId }], skipDuplicates: true })
      : await tx.db.isolationSetting.updateMany({
          where: { orgId: tx.orgId, version },
          data: { ...data, version: { increment: 1 } },
        });
  if (count === 0) throw changed();
}
