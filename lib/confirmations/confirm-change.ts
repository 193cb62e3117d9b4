import { createApplicationOp, editApplicationOp } from "@/lib/applications/contract";
import { prepareCreation, prepareEdit } from "@/lib/applications/prepare-application";
import { command, RecordedRefusal, type Step } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import {
  changeTarget,
  payloadOf,
  readChange,
  type Statement,
  showChange,
  statementOf,
} from "@/lib/changes/change-rows";
import { type ChangeKind, confirmChangeOp } from "@/lib/changes/contract";
import { joined, overtake, type Prepared } from "@/lib/changes/guard-change";
import { readyToConfirm, refusedEvent } from "@/lib/changes/ready-to-confirm";
import { setHoldLimitsOp } from "@/lib/checkpoints/flood-contract";
import { prepareHoldLimits } from "@/lib/checkpoints/prepare-hold-limits";
import { prepareRule } from "@/lib/checkpoints/prepare-rule";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { setDetectionOp } from "@/lib/detections/contract";
import { prepareDetection } from "@/lib/detections/prepare-detection";
import { passkeyProof } from "@/lib/identity/ask-passkey";
import { confirmersOf } from "@/lib/identity/two-persons";
import { prepareToolServer } from "@/lib/inventory/prepare-tool-server";
import { setToolServerOp } from "@/lib/inventory/tool-contract";
import { setIsolationOp } from "@/lib/isolation/contract";
import { prepareIsolation } from "@/lib/isolation/prepare-isolation";
import { setOversightSettingOp } from "@/lib/oversight/contract";
import { prepareSetting } from "@/lib/oversight/prepare-setting";
import { SET_MOST_MS } from "@/lib/policy/chosen-set";
import { saveRuleOp } from "@/lib/policy/contract";
import { judgeSet, Publication, preparePublication } from "@/lib/policy/prepare-publication";
import { ProfileChange } from "@/lib/profiles/contract";
import { prepareProfile } from "@/lib/profiles/prepare-profile";
import { requireSignOnOp } from "@/lib/signon/contract";
import { prepareRequired } from "@/lib/signon/prepare-required";
import { canonicalJson, digestOf, type JsonObject } from "@/sdk/canonical";
import { prepareAct } from "./acts";

type Prepare = (tx: TxCtx, payload: JsonObject, askedBy: string) => Promise<Prepared<unknown>>;

/** How each kind is carried out: exactly as the command does that it was asked of. */
const prepare: { readonly [Kind in ChangeKind]: Prepare } = {
  publication: (tx, payload) => preparePublication(tx, Publication.parse(payload)),
  rule: (tx, payload) => {
    const { reason: _, ...change } = saveRuleOp.input.parse(payload);
    return prepareRule(tx, change);
  },
  holdLimits: (tx, payload) => {
    const { reason: _, ...limits } = setHoldLimitsOp.input.parse(payload);
    return prepareHoldLimits(tx, limits);
  },
  oversight: (tx, payload) => {
    const { reason: _, ...change } = setOversightSettingOp.input.parse(payload);
    return prepareSetting(tx, change);
  },
  sandboxProfile: (tx, payload) => prepareProfile(tx, ProfileChange.parse(payload)),
  isolation: (tx, payload) => {
    const { reason: _, ...change } = setIsolationOp.input.parse(payload);
    return prepareIsolation(tx, change);
  },
  application: (tx, payload) => {
    if ("slug" in payload) {
      const { reason: _, ...creation } = createApplicationOp.input.parse(payload);
      return prepareCreation(tx, creation);
    }
    const { reason: _, ...change } = editApplicationOp.input.parse(payload);
    return prepareEdit(tx, change);
  },
  detection: (tx, payload) => prepareDetection(tx, setDetectionOp.input.parse(payload)),
  signOn: (tx, payload) => prepareRequired(tx, requireSignOnOp.input.parse(payload)),
  toolServer: (tx, payload) => prepareToolServer(tx, setToolServerOp.input.parse(payload)),
  agent: prepareAct,
  tool: prepareAct,
  person: prepareAct,
  team: prepareAct,
  provider: prepareAct,
  directory: prepareAct,
  point: prepareAct,
  finding: prepareAct,
  suppression: prepareAct,
  sink: prepareAct,
  policyTest: prepareAct,
  schedule: prepareAct,
  evidence: prepareAct,
  demo: prepareAct,
};

/** Stands here because it carries out changes of the domains before it. */
export const confirmChange = command(
  confirmChangeOp,
  async (tx, { id, digest, stepUp }) => {
    const { row, me, now } = await readyToConfirm(tx, id, digest);
    const receipt = await passkeyProof(tx, {
      purpose: "confirmChange",
      about: { change: row.id, digest },
      answer: stepUp,
      refused: (code) => refusedEvent(row, code),
    });
    const statement = statementOf(row);
    const { proposal, act } = await prepare[statement.kind](tx, payloadOf(statement), statement.askedBy);
    const moved = whatMoved(statement, proposal);
    if (moved) throw new RecordedRefusal("conflict", moved, refusedEvent(row, "conflict"));
    const { event }: Step<unknown> = await act();
    await overtake(tx, proposal, row.id);
    const after = await tx.db.changeRequest.update({
      where: { id },
      data: { status: "confirmed", closedAt: now, closedById: me.id, closedByName: me.name, stepUp: receipt },
    });
    const confirmed: AuditEvent = {
      action: "change.confirmed",
      target: changeTarget(row),
      detail: {
        change: statement.kind,
        digest,
        weakenings: statement.weakenings,
        reason: row.reason,
        askedBy: row.askedById,
        confirmedBy: me.id,
        passkey: receipt.passkeyId,
      },
    };
    return { result: showChange(after, await confirmersOf(tx), now), event: joined(event, [confirmed]) };
  },
  { before: judgeProposed, mostMs: SET_MOST_MS },
);

async function judgeProposed(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const statement = statementOf(await readChange(ctx, id));
  if (statement.kind === "publication") await judgeSet(ctx, Publication.parse(payloadOf(statement)).chosen);
}

/** What is confirmed is what was shown: over the same, and weakening nothing else. */
function whatMoved(statement: Statement, now: Prepared<unknown>["proposal"]): string | null {
  if (digestOf(now.base) !== statement.base)
    return "What this would change was changed since it was proposed. Nothing was confirmed: withdraw it and ask again.";
  if (canonicalJson(now.weakenings) !== canonicalJson(statement.weakenings))
    return "What this would weaken is not what you were shown any more, because agents, tools or rules changed since. Nothing was confirmed: withdraw it and ask again.";
  return null;
}
