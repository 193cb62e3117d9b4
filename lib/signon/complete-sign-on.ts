/** The way back from the provider: who it says came, whether they may come in, and their session. */
import { recordAudit } from "@/lib/audit/record";
import { type Db, database } from "@/lib/db/client";
import { contextFor, databaseNow, nobody, systemContext, transaction } from "@/lib/db/ctx";
import { type Caller, openSession } from "@/lib/identity/open-session";
import { errorFields, log } from "@/lib/log";
import { newId } from "@/lib/shared/ids";
import { type Admission, admit } from "./admit";
import { type Kept, openFlow } from "./flow";
import { type Claims, claimsFrom } from "./provider";
import { SignOnRefused } from "./refusals";
import { placeOf, redirectUri } from "./rows";

export type SignedOn = { token: string; next: string };

/** `cookie` is what the same browser was given when it left. */
export async function completeSignOn(
  back: URLSearchParams,
  cookie: string | undefined,
  caller: Caller,
  db: Db = database(),
): Promise<SignedOn> {
  const kept = cookie ? openFlow(cookie) : null;
  if (!kept || kept.until < (await databaseNow(db)).getTime()) throw new SignOnRefused("stale");
  let claims: Claims | null = null;
  try {
    const signOn = await db.signOn.findUnique({ where: { orgId: kept.orgId } });
    if (!signOn) throw new SignOnRefused("off");
    if (signOn.version !== kept.version) throw new SignOnRefused("changed");
    claims = await claimsFrom(placeOf(signOn), kept, back, redirectUri());
    const admission = await admit(systemContext(kept.orgId, "single sign-on", db), kept.version, claims);
    return { token: await sessionFor(db, kept, admission, caller), next: kept.next };
  } catch (error) {
    if (error instanceof SignOnRefused) await recordRefusal(db, kept.orgId, error, claims, caller);
    throw error;
  }
}

async function sessionFor(db: Db, kept: Kept, admission: Admission, caller: Caller): Promise<string> {
  if ("refused" in admission) throw new SignOnRefused(admission.refused);
  const opened = await openSession(db, admission.userId, caller, async (tx) => {
    const where = { id_orgId: { id: admission.userId, orgId: kept.orgId } };
    const person = await tx.db.user.findUniqueOrThrow({ where, select: { name: true, roles: true } });
    if (!person.roles.includes("admin")) return;
    // An admin is in, so these settings work: from now on they may be required.
    const { count } = await tx.db.signOn.updateMany({
      where: { orgId: kept.orgId, version: kept.version, provenAt: null },
      data: { provenAt: tx.now, provenByName: person.name },
    });
    if (count === 0) return;
    await recordAudit(
      { ...tx, ...systemContext(kept.orgId, "single sign-on"), db: tx.db, now: tx.now },
      {
        action: "signOn.proven",
        target: { kind: "signOn", id: kept.orgId, name: person.name },
        detail: { version: kept.version, person: admission.userId },
      },
    );
  });
  if (!opened) throw new SignOnRefused("disabled");
  return opened.token;
}

/** Who was refused as the provider named them, so that an admin can tell a stranger from a colleague. */
async function recordRefusal(
  db: Db,
  orgId: string,
  refusal: SignOnRefused,
  claims: Claims | null,
  caller: Caller,
): Promise<void> {
  try {
    const known = await db.organisation.findUnique({ where: { id: orgId }, select: { id: true } });
    if (!known) return;
    const text = (claim: unknown) => (typeof claim === "string" ? claim.slice(0, 254).replaceAll("\u0000", "") : "");
    const name = text(claims?.email).toWellFormed() || "unknown";
    await transaction(contextFor(nobody, orgId, newId("request"), db), (tx) =>
      recordAudit(tx, {
        action: "session.refused",
        target: { kind: "person", id: "", name },
        detail: {
          reason: refusal.reason,
          by: "single sign-on",
          subject: text(claims?.sub).toWellFormed(),
          cause: refusal.internal ?? null,
          address: caller.address,
        },
      }),
    );
  } catch (error) {
    log.error("a refused sign-in could not be recorded", errorFields(error));
  }
}
