/** Acts that wait for a second person, by the operation that was asked: each is carried out exactly as it would have been. */
import { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import type { PrepareAct } from "@/lib/changes/guarded-command";
import type { TxCtx } from "@/lib/db/ctx";
import { deleteSink } from "@/lib/delivery/delete-sink";
import { editSink } from "@/lib/delivery/edit-sink";
import { pauseSink } from "@/lib/delivery/pause-sink";
import { removeDemo } from "@/lib/demo/remove-demo";
import { suppressDetection } from "@/lib/detections/suppress-detection";
import { invitePointOp } from "@/lib/enforcement/contract";
import { planDrills } from "@/lib/enforcement/plan-drills";
import { InvitationDraft, preparePointInvite } from "@/lib/enforcement/prepare-point-invite";
import { dismissFinding } from "@/lib/findings/dismiss-finding";
import { createTeam } from "@/lib/guarded/create-team";
import { editPerson } from "@/lib/guarded/edit-person";
import { editTeam } from "@/lib/guarded/edit-team";
import { eraseEntry } from "@/lib/guarded/erase-entry";
import { prepareInvite } from "@/lib/guarded/prepare-invite";
import { invitePersonOp } from "@/lib/identity/contract";
import { closeIncident } from "@/lib/incidents/close-incident";
import { approveServerTools } from "@/lib/inventory/approve-server-tools";
import { approveTool } from "@/lib/inventory/approve-tool";
import { editAgent } from "@/lib/inventory/edit-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { deletePolicyTest } from "@/lib/policy/delete-policy-test";
import { editPolicyTest } from "@/lib/policy/edit-policy-test";
import { setSetting } from "@/lib/redteam/set-setting";
import { createScimConnectionOp } from "@/lib/scim/connection-contract";
import { ConnectionDraft, prepareConnection } from "@/lib/scim/prepare-connection";
import type { Operation } from "@/lib/shared/operation";
import { setGroupRoles } from "@/lib/signon/set-group-roles";
import { setSignOn } from "@/lib/signon/set-sign-on";
import type { JsonObject } from "@/sdk/canonical";
import { JsonObject as JsonObjectShape } from "@/sdk/wire/words";

const guarded: readonly { operation: Operation; prepare: PrepareAct }[] = [
  registerTool,
  approveTool,
  approveServerTools,
  editAgent,
  editPerson,
  createTeam,
  editTeam,
  setSignOn,
  setGroupRoles,
  dismissFinding,
  closeIncident,
  suppressDetection,
  editSink,
  deleteSink,
  pauseSink,
  editPolicyTest,
  deletePolicyTest,
  setSetting,
  planDrills,
  eraseEntry,
  removeDemo,
];

/** What these show once is kept by its hash, so they have a way of their own. */
const shownOnce: readonly (readonly [Operation, PrepareAct])[] = [
  [invitePersonOp, async (tx, kept) => prepareInvite(tx, kept)],
  [invitePointOp, async (tx, kept) => preparePointInvite(tx, InvitationDraft.parse(kept))],
  [createScimConnectionOp, async (tx, kept) => prepareConnection(tx, ConnectionDraft.parse(kept))],
];

/** By the operation's id. */
export const guardedActs: ReadonlyMap<string, PrepareAct> = new Map([
  ...guarded.map(({ operation, prepare }) => [operation.id, prepare] as const),
  ...shownOnce.map(([{ id }, prepare]) => [id, prepare] as const),
]);

const Kept = z.strictObject({ act: z.string(), input: JsonObjectShape });

export async function prepareAct(tx: TxCtx, payload: JsonObject, askedBy: string): Promise<Prepared<unknown>> {
  const { act, input } = Kept.parse(payload);
  const prepare = guardedActs.get(act);
  if (!prepare) throw new Error(`no act ${act} waits for a second person`);
  return prepare(tx, input as JsonObject, askedBy);
}
