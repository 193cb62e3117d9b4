/** A connection as it is proposed and carried out. What is kept of its token while it waits is the hash alone. */
import { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { createScimConnectionOp, type ScimConnection, StartRole } from "./connection-contract";
import { toConnection } from "./rows";

export const ConnectionDraft = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: StartRole.nullable(),
  prefix: z.string(),
  hash: z.string(),
});
export type ConnectionDraft = z.infer<typeof ConnectionDraft>;

export function prepareConnection(tx: TxCtx, draft: ConnectionDraft): Prepared<ScimConnection> {
  const { id, name, role, prefix } = draft;
  return {
    proposal: {
      kind: "directory",
      subject: name,
      title: `Directory ${name}`,
      base: null,
      payload: { act: createScimConnectionOp.id, input: draft },
      texts: [{ title: name, before: "", after: `connected; who is new becomes ${role ?? "nobody, without a role"}` }],
      weakenings: weakeningsOf("directory", { name, role }),
    },
    act: async () => {
      const row = await tx.db.scimConnection.create({
        data: { ...draft, orgId: tx.orgId, createdByName: tx.actor.name, createdAt: tx.now },
      });
      return {
        result: toConnection(row),
        event: {
          action: "scim.connected",
          target: { kind: "scimConnection", id, name },
          detail: { role, prefix },
        },
      };
    },
  };
}
