/** Credentials of the enforcement protocol: a token that the point signed, or none for enrolment. */
import { type Ctx, contextFor, nobody } from "@/lib/db/ctx";
import { resolvePoint } from "@/lib/enforcement/resolve-point";
import { limitRate } from "@/lib/http/rate-limit";
import { Refusal } from "@/lib/shared/errors";
import type { Operation } from "@/lib/shared/operation";

type Credentials = { headers: { get: (name: string) => string | null } };

export async function authenticatePoint(request: Credentials, op: Operation, requestId: string): Promise<Ctx> {
  if (op.permission === "point:enrol") return contextFor(nobody, "", requestId);
  return pointContext(request, requestId);
}

export async function pointContext({ headers }: Credentials, requestId: string): Promise<Ctx> {
  const token = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const found = token ? await resolvePoint(token) : null;
  if (!found) {
    throw new Refusal(
      "unauthenticated",
      "The point is unknown or revoked, or its token is not valid now. Compare its clock with serverTime.",
    );
  }
  limitRate(found.actor.id);
  return contextFor(found.actor, found.orgId, requestId);
}
