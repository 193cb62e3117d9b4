/** An invitation of a point as it is proposed and carried out. What is kept of its token while it waits is the hash alone. */
import { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { invitePointOp } from "./contract";

export const InvitationDraft = invitePointOp.input
  .omit({ reason: true })
  .extend({ id: z.string(), tokenHash: z.string() });
export type InvitationDraft = z.output<typeof InvitationDraft>;

/** How many agents a sentence names. */
const NAMED = 5;

export async function preparePointInvite(tx: TxCtx, draft: InvitationDraft): Promise<Prepared<{ expiresAt: Date }>> {
  const { id, tokenHash, name, kind, mode, agents, expiresInMinutes } = draft;
  const names = await agentNames(tx, agents);
  const meant = names.length > NAMED ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names;
  return {
    proposal: {
      kind: "point",
      subject: id,
      title: `Enforcement point ${name}`,
      base: null,
      payload: { act: invitePointOp.id, input: draft },
      texts: [{ title: name, before: "", after: inWords(draft, names) }],
      weakenings: weakeningsOf("point", { name, mode, agents: meant }),
    },
    act: async () => {
      const expiresAt = invitationEnds(tx, expiresInMinutes);
      const row = { id, orgId: tx.orgId, tokenHash, name, kind, mode, agents, createdAt: tx.now, expiresAt };
      await tx.db.enrolmentToken.create({ data: { ...row, createdById: tx.actor.id } });
      return {
        result: { expiresAt },
        event: {
          action: "point.invited",
          target: { kind: "point", id, name },
          detail: { kind, mode, agents, expiresAt: expiresAt.toISOString() },
        },
      };
    },
  };
}

export const invitationEnds = (tx: TxCtx, minutes: number): Date => new Date(tx.now.getTime() + minutes * 60_000);

async function agentNames(tx: TxCtx, agents: readonly string[]): Promise<string[]> {
  const known = await tx.db.agent.findMany({
    where: { orgId: tx.orgId, id: { in: [...agents] } },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  if (known.length !== new Set(agents).size)
    throw new Refusal("invalid_input", "One of the agents is not registered here.");
  return known.map((agent) => agent.name);
}

const inWords = ({ kind, mode, expiresInMinutes }: InvitationDraft, names: readonly string[]): string =>
  [
    `kind: ${kind}`,
    `mode: ${mode}`,
    `agents: ${names.length === 0 ? "every agent" : names.join(", ")}`,
    `token good for: ${expiresInMinutes} minutes from confirmation`,
  ].join("\n");
