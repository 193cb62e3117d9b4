/** A change of how decisions are watched over, as it is proposed and carried out. */
import type { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { OversightSetting, setOversightSettingOp } from "./contract";
import { readSetting } from "./read-setting";

export type SettingChange = Omit<z.output<typeof setOversightSettingOp.input>, "reason">;

export async function prepareSetting(tx: TxCtx, change: SettingChange): Promise<Prepared<OversightSetting>> {
  const { version, ...chosen } = change;
  const before = await readSetting(tx);
  if (before.version !== version) throw changed();
  const { version: _, updatedAt: __, updatedByName: ___, ...old } = before;
  const title = "Oversight of decisions";
  return {
    proposal: {
      kind: "oversight",
      subject: "organisation",
      title,
      base: { ...old, version },
      payload: change,
      texts: [{ title, before: JSON.stringify(old, null, 2), after: JSON.stringify(chosen, null, 2) }],
      weakenings: weakeningsOf("oversight", { before, after: chosen }),
    },
    act: async () => {
      await write(tx, change, before);
      return {
        result: await readSetting(tx),
        event: {
          action: "oversight.set",
          target: { kind: "organisation", id: tx.orgId, name: "oversight of decisions" },
          detail: { before: old, after: chosen },
        },
      };
    },
  };
}

const changed = () => new Refusal("conflict", "Somebody else changed this meanwhile. Look at it again, then save.");

async function write(tx: TxCtx, { version, ...chosen }: SettingChange, before: OversightSetting): Promise<void> {
  const data = { ...chosen, updatedAt: tx.now, updatedByName: tx.actor.name };
  // Requests from before decoys were wanted are not made up for.
  const begins = before.decoysPerHundred === 0 && chosen.decoysPerHundred > 0 ? { seededUntil: tx.now } : {};
  const { count } =
    version === 0
      ? await tx.db.oversightSetting.createMany({
          data: [{ ...data, ...begins, orgId: tx.orgId }],
          skipDuplicates: true,
        })
      : await tx.db.oversightSetting.updateMany({
          where: { orgId: tx.orgId, version },
          data: { ...data, ...begins, version: { increment: 1 } },
        });
  if (count === 0) throw changed();
}
