/** A change of how new tools of a server are met, as it is proposed and carried out. */
import type { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { plainName } from "@/lib/shared/plain-name";
import { changesBetween } from "./rules";
import { readServers } from "./server-rows";
import type { setToolServerOp, ToolServer } from "./tool-contract";

export type ServerChange = z.output<typeof setToolServerOp.input>;

/** For tools that are seen from now on: what waits goes on waiting, and what was trusted unread stays marked as such. */
export async function prepareToolServer(tx: TxCtx, change: ServerChange): Promise<Prepared<ToolServer>> {
  const { name, firstUse, reason, ...classed } = change;
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
  const title = `Trust in new tools of ${plainName(name)}`;
  return {
    proposal: {
      kind: "toolServer",
      subject: name,
      title,
      base: before,
      payload: { ...change },
      texts: [{ title, before: JSON.stringify(before, null, 2), after: JSON.stringify(after, null, 2) }],
      weakenings: weakeningsOf("toolServer", { before, after }),
    },
    act: async () => {
      const changes = changesBetween(before, after);
      if (known && Object.keys(changes).length === 0) return { result: known, event: "repetition" };
      return {
        result: await save(tx, name, { ...after, reason }),
        event: {
          action: "toolServer.changed",
          target: { kind: "toolServer", id: name, name },
          detail: { changes, reason, weakens: trusts && before.firstUse === "ask" },
        },
      };
    },
  };
}

type Chosen = Pick<ServerChange, "firstUse" | "operationClass" | "reversibility" | "reason">;

async function save(tx: TxCtx, name: string, choice: Chosen): Promise<ToolServer> {
  const chosen = { ...choice, changedById: tx.actor.id, changedByName: tx.actor.name, changedAt: tx.now };
  await tx.db.toolServer.upsert({
    where: { orgId_name: { orgId: tx.orgId, name } },
    create: { orgId: tx.orgId, name, ...chosen },
    update: chosen,
  });
  const [saved] = await readServers(tx, name);
  if (!saved) throw new Error("the choice was not stored");
  return saved;
}
