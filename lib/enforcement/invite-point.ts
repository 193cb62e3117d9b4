import { createHash, randomBytes } from "node:crypto";
import { command } from "@/lib/audit/command";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { invitePointOp } from "./contract";

export const invitePoint = command(invitePointOp, async (ctx, { name, kind, mode, agents, expiresInMinutes }) => {
  const known = await ctx.db.agent.count({ where: { orgId: ctx.orgId, id: { in: agents } } });
  if (known !== new Set(agents).size) throw new Refusal("invalid_input", "One of the agents is not registered here.");
  const token = `gh_enrol_${randomBytes(24).toString("base64url")}`;
  const id = newId("enrolmentToken");
  const expiresAt = new Date(ctx.now.getTime() + expiresInMinutes * 60_000);
  await ctx.db.enrolmentToken.create({
    data: {
      id,
      orgId: ctx.orgId,
      tokenHash: tokenHash(token),
      name,
      kind,
      mode,
      agents,
      createdById: ctx.actor.id,
      createdAt: ctx.now,
      expiresAt,
    },
  });
  return {
    result: { id, token, gatewayUrl: env.gatewayUrl, expiresAt: expiresAt.toISOString() },
    event: {
      action: "point.invited",
      target: { kind: "point", id, name },
      detail: { kind, mode, agents, expiresAt: expiresAt.toISOString() },
    },
  };
});

/** The token has 192 bits of chance, so a plain hash keeps it. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");
