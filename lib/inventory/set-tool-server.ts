import { command } from "@/lib/audit/command";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { changesBetween } from "./rules";
import { readServers } from "./server-rows";
import { setToolServerOp } from "./tool-contract";

/** For tools that are seen from now on: what waits goes on waiting, and what was trusted unread stays marked as such. */
export const setToolServer = command(setToolServerOp, async (tx, { name, firstUse, reason, ...classed }) => {
  const trusts = firstUse === "trust-first-use";
  if (trusts && classed.operationClass === null) {
    const message = "Say what its tools are taken to do: nothing is allowed without a class.";
    throw new Refusal("invalid_input", message, { invalidParams: [{ path: "operationClass", message }] });
  }
  // Two people who choose at once: the second one's change is recorded against the first one's.
  await tx.db.$queryRaw(
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${tx.orgId} tool server ${name}`}, 0))::text`,
  );
  const [known] = await readServers(tx, name);
  const before = {
    firstUse: known?.firstUse ?? ("ask" as const),
    operationClass: known?.operationClass ?? null,
    reversibility: known?.reversibility ?? ("irreversible" as const),
  };
  const after = trusts
    ? { firstUse, ...classed }
    : { firstUse, operationClass: null, reversibility: "irreversible" as const };
  const changes = changesBetween(before, after);
  if (known && Object.keys(changes).length === 0) return { result: known, event: "repetition" };
  const chosen = {
    ...after,
    reason,
    changedById: tx.actor.id,
    changedByName: tx.actor.name,
    changedAt: tx.now,
  };
  await tx.db.toolServer.upsert({
    where: { orgId_name: { orgId: tx.orgId, name } },
    create: { orgId: tx.orgId, name, ...chosen },
    update: chosen,
  });
  const [saved] = await readServers(tx, name);
  if (!saved) throw new Error("the choice was not stored");
  return {
    result: saved,
    event: {
      action: "toolServer.changed",
      target: { kind: "toolServer", id: name, name },
      detail: { changes, reason, weakens: trusts && before.firstUse === "ask" },
    },
  };
});
