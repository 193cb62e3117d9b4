import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import { LONGEST_DAYS, requestDelegationOp } from "./contract";
import { openRequest } from "./open-request";
import { showOne } from "./rows";

const DAY_MS = 86_400_000;

export const requestDelegation = command(requestDelegationOp, async (tx, input) => {
  const { fromId, toId } = input;
  if (fromId === toId) throw new Refusal("invalid_input", "An agent needs nobody's leave to act through itself.");
  const until = new Date(input.until);
  refuseUntil(tx, until);
  const [from, to] = [await agentOf(tx, fromId), await agentOf(tx, toId)];
  refuseStranger(tx, from, to);
  const { id, event } = await openRequest(tx, { ...input, until, from, to });
  return { result: (ctx) => showOne(ctx, id), event };
});

function refuseUntil({ now }: TxCtx, until: Date): void {
  const problem =
    until <= now
      ? "must lie ahead"
      : until.getTime() - now.getTime() > LONGEST_DAYS * DAY_MS
        ? `must lie within ${LONGEST_DAYS} days`
        : null;
  if (!problem) return;
  throw new Refusal("invalid_input", `The end ${problem}.`, { invalidParams: [{ path: "until", message: problem }] });
}

async function agentOf(tx: TxCtx, id: string) {
  const agent = await tx.db.agent.findUnique({
    where: { id_orgId: { id, orgId: tx.orgId } },
    select: { id: true, name: true, status: true, ownerId: true, backupOwnerId: true },
  });
  if (!agent) throw notFound("agent");
  if (agent.status === "retired")
    throw new Refusal("conflict", `${agent.name} is retired: it acts through nobody any more.`);
  return agent;
}

type Owned = { name: string; ownerId: string | null; backupOwnerId: string | null };

/** Owners ask for what is theirs; admins and security for any. */
function refuseStranger({ actor }: TxCtx, from: Owned, to: Owned): void {
  if (actor.kind !== "user" && actor.kind !== "apiKey") return;
  if (actor.roles.includes("admin") || actor.roles.includes("security")) return;
  if ([from, to].some(({ ownerId, backupOwnerId }) => ownerId === actor.id || backupOwnerId === actor.id)) return;
  throw new Refusal(
    "forbidden",
    `Only the owners of ${from.name} and ${to.name}, security and admins may ask for this.`,
  );
}
