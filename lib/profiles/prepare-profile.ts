/** A version of a sandbox profile as it is proposed and carried out. */
import type { Step } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { joined, type Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { inForceSet, readSet } from "@/lib/policy/chosen-set";
import { openRollOut, refuseDuringRollOut } from "@/lib/policy/open-roll-out";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import type { RollOutPlan } from "@/lib/policy/ring-contract";
import { lockBundles } from "@/lib/policy/sign-bundle";
import { layOut, startRollOut } from "@/lib/policy/start-roll-out";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { ProfileChange } from "./contract";
import { NOTHING, type ReadProfile, readText } from "./read-text";
import { readInForce } from "./rows";

type Saved = { id: string; version: number; rollOut: string | null };
type Before = NonNullable<Awaited<ReturnType<typeof readInForce>>>;

/** Refuses what may not be saved at all, whoever confirms it. */
export async function prepareProfile(tx: TxCtx, change: ProfileChange): Promise<Prepared<Saved>> {
  const { id, version, text, note, rollOut, askedBy } = change;
  const found = readText(text);
  if ("faults" in found) {
    const [first] = found.faults;
    const message = `The profile cannot be read. ${first ? `Line ${first.line}: ${first.message}` : ""}`;
    throw new Refusal("invalid_input", message, {
      invalidParams: found.faults.map((one) => ({ path: "text", ...one })),
    });
  }
  const { read } = found;
  const { name } = read.profile;
  const before = id === null ? null : await readInForce(tx, id);
  if (id !== null && !before) throw notFound("sandbox profile");
  await refuseUnfit(tx, name, before, version);
  const inForce = before && !before.retired ? before : null;
  await refuseAmidRollOut(tx, inForce, { id, rollOut });
  return {
    proposal: {
      kind: "sandboxProfile",
      subject: name,
      title: before
        ? `Change the sandbox profile ${name}${rollOut ? ", ring by ring" : ""}`
        : `Make the sandbox profile ${name}`,
      base: inForce ? [inForce.version, inForce.digest] : null,
      payload: { id, version, text, note, proposalId: change.proposalId, rollOut, askedBy },
      texts: [{ title: `The sandbox profile ${name}`, before: inForce?.text ?? "", after: read.text }],
      weakenings: weakeningsOf("sandboxProfile", { before: inForce?.profile ?? NOTHING, after: read.profile }),
    },
    act: async () => {
      if (inForce?.text === read.text && change.proposalId === null)
        return { result: { id: inForce.id, version: inForce.version, rollOut: null }, event: "repetition" };
      const saved = await save(tx, before, read, { note, inForce: rollOut === null });
      await closeProposal(tx, change.proposalId);
      const event: AuditEvent = {
        action: before ? "sandboxProfile.edited" : "sandboxProfile.created",
        target: { kind: "sandboxProfile", id: saved.id, name },
        detail: { version: saved.version, digest: read.digest, note, before: before?.version ?? null },
      };
      if (inForce && rollOut) return onTrial(tx, { saved, inForce, event, note, plan: rollOut, askedBy });
      await refreshBundle(tx);
      return { result: { ...saved, rollOut: null }, event };
    },
  };
}

async function refuseUnfit(tx: TxCtx, name: string, before: Before | null, version: number): Promise<void> {
  const other = await tx.db.sandboxProfile.findUnique({ where: { orgId_name: { orgId: tx.orgId, name } } });
  if (before && before.name !== name)
    throw new Refusal(
      "invalid_input",
      `It is called ${before.name}: runners ask for it by that name. Make a new one for another.`,
    );
  if (!before && other) throw new Refusal("conflict", `There is a sandbox profile ${name} already.`);
  if (before && before.version !== version)
    throw new Refusal("conflict", `Somebody saved version ${before.version} meanwhile. Look at it, then save again.`);
}

/** What is on trial is to be judged as it was begun, and there is one roll-out at a time. */
async function refuseAmidRollOut(
  tx: TxCtx,
  inForce: Before | null,
  { id, rollOut }: Pick<ProfileChange, "id" | "rollOut">,
): Promise<void> {
  if (rollOut && !inForce)
    throw new Refusal(
      "invalid_input",
      "Nothing runs under this profile yet, so no ring could try it: save it for every runner at once.",
    );
  await lockBundles(tx);
  const open = await openRollOut(tx);
  if (rollOut || (open?.profile && open.profile.id === id)) await refuseDuringRollOut(tx, "Nothing was saved");
}

type Trial = {
  saved: Version;
  inForce: Before;
  event: AuditEvent;
  note: string;
  plan: RollOutPlan;
  askedBy: string | null;
};

/** The version in force stays what it was until the last ring has passed. */
async function onTrial(tx: TxCtx, { saved, inForce, event, note, plan, askedBy }: Trial): Promise<Step<Saved>> {
  const { name, version: before } = inForce;
  const started = await startRollOut(tx, {
    named: await readSet(tx, await inForceSet(tx)),
    note: note || `Sandbox profile ${name}, version ${saved.version}`,
    revertedTo: null,
    askedBy,
    plan,
    layout: await layOut(tx),
    profile: { ...saved, name, before },
  });
  return { result: { ...saved, rollOut: started.result.rollOut }, event: joined(event, asEvents(started.event)) };
}

const asEvents = (event: Step<unknown>["event"]): AuditEvent[] =>
  event === "repetition" ? [] : Array.isArray(event) ? event : [event];

type Version = { id: string; version: number };
type How = { note: string; inForce: boolean };

async function save(tx: TxCtx, before: Before | null, read: ReadProfile, { note, inForce }: How): Promise<Version> {
  const id = before?.id ?? newId("sandboxProfile", tx.now.getTime());
  // A version that a roll-out took back keeps its number.
  const newest = await tx.db.sandboxProfileVersion.aggregate({
    where: { profileId: id, orgId: tx.orgId },
    _max: { version: true },
  });
  const version = (newest._max.version ?? 0) + 1;
  if (before && inForce) await tx.db.sandboxProfile.update({ where: { id }, data: { version, retiredAt: null } });
  if (!before) await tx.db.sandboxProfile.create({ data: { id, orgId: tx.orgId, name: read.profile.name, version } });
  await tx.db.sandboxProfileVersion.create({
    data: {
      ...{ profileId: id, orgId: tx.orgId, version, text: read.text, digest: read.digest, note },
      ...{ savedById: tx.actor.id, savedByName: tx.actor.name, savedAt: tx.now },
    },
  });
  return { id, version };
}

async function closeProposal(tx: TxCtx, id: string | null): Promise<void> {
  if (id === null) return;
  await tx.db.profileProposal.updateMany({
    where: { id, orgId: tx.orgId, closedAt: null },
    data: { closedAt: tx.now, closedByName: tx.actor.name, closedAs: "saved" },
  });
}
