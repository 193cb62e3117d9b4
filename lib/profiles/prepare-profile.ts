/** A version of a sandbox profile as it is proposed and carried out. */
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { ProfileChange } from "./contract";
import { NOTHING, type ReadProfile, readText } from "./read-text";
import { readInForce } from "./rows";

type Saved = { id: string; version: number };
type Before = NonNullable<Awaited<ReturnType<typeof readInForce>>>;

/** Refuses what may not be saved at all, whoever confirms it. */
export async function prepareProfile(tx: TxCtx, change: ProfileChange): Promise<Prepared<Saved>> {
  const { id, version, text, note } = change;
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
  return {
    proposal: {
      kind: "sandboxProfile",
      subject: name,
      title: before ? `Change the sandbox profile ${name}` : `Make the sandbox profile ${name}`,
      base: inForce ? [inForce.version, inForce.digest] : null,
      payload: { id, version, text, note, proposalId: change.proposalId },
      texts: [{ title: `The sandbox profile ${name}`, before: inForce?.text ?? "", after: read.text }],
      weakenings: weakeningsOf("sandboxProfile", { before: inForce?.profile ?? NOTHING, after: read.profile }),
    },
    act: async () => {
      if (inForce?.text === read.text && change.proposalId === null)
        return { result: { id: inForce.id, version: inForce.version }, event: "repetition" };
      const saved = await save(tx, before, read, note);
      await closeProposal(tx, change.proposalId);
      await refreshBundle(tx);
      return {
        result: saved,
        event: {
          action: before ? "sandboxProfile.edited" : "sandboxProfile.created",
          target: { kind: "sandboxProfile", id: saved.id, name },
          detail: { version: saved.version, digest: read.digest, note, before: before?.version ?? null },
        },
      };
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

async function save(tx: TxCtx, before: Before | null, read: ReadProfile, note: string): Promise<Saved> {
  const id = before?.id ?? newId("sandboxProfile", tx.now.getTime());
  const version = (before?.version ?? 0) + 1;
  if (before) await tx.db.sandboxProfile.update({ where: { id }, data: { version, retiredAt: null } });
  else await tx.db.sandboxProfile.create({ data: { id, orgId: tx.orgId, name: read.profile.name, version } });
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
