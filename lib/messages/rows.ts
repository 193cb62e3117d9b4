/** Private to this folder: a person's choice, as it is stored and as the contract shows it. */
import type { Ctx } from "@/lib/db/ctx";
import type { MessagePreference as PreferenceRow } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { MessageKind, type MessagePreference } from "./contract";
import { everything } from "./rules";

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** Only a person is written to. */
export function selfId(ctx: Ctx): string {
  if (ctx.actor.kind === "user") return ctx.actor.id;
  throw new Refusal("forbidden", "Only people are told things by mail; a program reads the API.");
}

export async function readPreference(ctx: Ctx): Promise<MessagePreference> {
  const id = selfId(ctx);
  const [person, row, server] = await Promise.all([
    ctx.db.user.findUniqueOrThrow({ where: { id_orgId: { id, orgId: ctx.orgId } }, select: { email: true } }),
    ctx.db.messagePreference.findUnique({ where: { userId_orgId: { userId: id, orgId: ctx.orgId } } }),
    ctx.db.mailServer.findUnique({ where: { orgId: ctx.orgId }, select: { status: true } }),
  ]);
  return { ...chosenOf(row), signInAddress: person.email, mailIsSent: server?.status === "active" };
}

function chosenOf(row: PreferenceRow | null) {
  const { muted, timeZone, quietFrom, quietTo } = row ?? everything;
  return {
    address: row?.address ?? null,
    muted: muted.flatMap((kind) => MessageKind.safeParse(kind).data ?? []),
    timeZone,
    quiet: quietFrom === null || quietTo === null ? null : { from: clock(quietFrom), to: clock(quietTo) },
  };
}
