/** Credentials that expired or were not rotated in time become findings. A job's work: nobody asks for it. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import type { Credential } from "./contract";
import { readCredentials } from "./rows";

/** Raises what is late now and clears what no longer is; returns how many are late. */
export async function watchCredentials(ctx: Ctx): Promise<number> {
  const now = await databaseNow(ctx.db);
  const held = await readCredentials(ctx, { ended: false }, now);
  const late = held.filter(({ state }) => state === "expired" || state === "due");
  for (const one of late) await raise(ctx, one);
  const lateIds = new Set(late.map(({ id }) => id));
  const open = await ctx.db.finding.findMany({
    where: { orgId: ctx.orgId, kind: "credential.overdue", status: "open" },
    select: { subjectId: true, detail: true },
  });
  for (const { subjectId, detail } of open) {
    const id = (detail as { credential?: string }).credential ?? "";
    if (!lateIds.has(id))
      await clearFinding(ctx, { kind: "credential.overdue", subjectId, part: id, why: "It was rotated or revoked." });
  }
  return late.length;
}

function raise(ctx: Ctx, { id, agent, name, system, state, expiresAt, rotateBy }: Credential): Promise<string> {
  const since = state === "expired" ? expiresAt : rotateBy;
  const what = state === "expired" ? "expired" : "was to be rotated";
  return raiseFinding(ctx, {
    kind: "credential.overdue",
    severity: "medium",
    part: id,
    subject: { kind: "agent", id: agent.id, name: agent.name },
    title: `${name}, which ${agent.name} holds for ${system}, ${what} on ${since?.slice(0, 10)}`,
    mend: "Rotate it where it was issued and record that, or record that it was revoked.",
    detail: { credential: id, state, since },
  });
}
