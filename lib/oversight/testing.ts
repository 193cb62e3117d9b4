/** For integration tests: recorded actions, and the decoys that are made from them. */
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { readCheckpoint } from "@/lib/checkpoints/read-checkpoint";
import { redeemGrant } from "@/lib/checkpoints/redeem-grant";
import { database } from "@/lib/db/client";
import { byTwo, type TestFleet } from "@/lib/enforcement/testing";
import type { HoldInput } from "@/sdk/wire/protocol";
import { defaults } from "./contract";
import { getOversight } from "./get-oversight";
import { seedDecoys } from "./seed-decoys";
import { setOversightSetting } from "./set-oversight-setting";

export type Asked = { id: string; digest: string };

export async function open(fleet: TestFleet, input: HoldInput = fleet.held()): Promise<Asked> {
  const { checkpointId } = await openCheckpoint(fleet.point, input);
  return { id: checkpointId, digest: input.digest };
}

/** A request that its owner approved and its point used. */
export async function release(fleet: TestFleet, input?: HoldInput): Promise<string> {
  const { id, digest } = await open(fleet, input);
  await approveCheckpoint(fleet.as("owner"), { id, digest });
  const { grant } = await readCheckpoint(fleet.point, { id });
  if (grant) await redeemGrant(fleet.point, { id: grant.grant.id, actionDigest: digest });
  return id;
}

export async function setOversight(fleet: TestFleet, part: Partial<typeof defaults>) {
  const { setting } = await getOversight(fleet.ctx, {});
  const change = { ...defaults, ...part, version: setting.version, reason: "for the test" };
  return byTwo(fleet, await setOversightSetting(fleet.ctx, change));
}

/** A recorded action, the setting, one more request, and the decoy that it calls for. */
export async function decoyIn(fleet: TestFleet, held: () => HoldInput = fleet.held): Promise<Asked & { from: string }> {
  const from = await release(fleet, held());
  await setOversight(fleet, { decoysPerHundred: 20 });
  await open(fleet, held());
  if ((await seedDecoys(fleet.system, () => 0)) !== 1) throw new Error("no decoy was made");
  const row = await database().checkpoint.findFirstOrThrow({
    where: { orgId: fleet.orgId, decoy: { not: null }, status: "pending" },
  });
  return { from, id: row.id, digest: row.digest };
}

export const entriesOf = (targetId: string) =>
  database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } });
