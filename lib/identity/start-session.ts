/** Signing in with a password: checked, counted, recorded; the answer is a session's token, which is stored nowhere. */
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { type Db, database } from "@/lib/db/client";
import { contextFor, nobody, transaction } from "@/lib/db/ctx";
import { errorFields, log } from "@/lib/log";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { countAttempt, forgetAttempts } from "./attempts";
import { Email } from "./contract";
import { type Caller, openSession } from "./open-session";
import { passwordMatches } from "./password";
import { passwordTaken, signOnIsRequired } from "./password-rule";

/** Whoever was let in: what the cookie and the page need. */
export type Started = { token: string; userId: string; name: string; email: string };
type Reason = "unknown account" | "wrong password" | "disabled" | "single sign-on is required";
type Account = { id: string; orgId: string; name: string };

const Credentials = z.object({ email: Email, password: z.string().min(1).max(200) });

export async function startSession(credentials: unknown, caller: Caller, db: Db = database()): Promise<Started> {
  const parsed = Credentials.safeParse(credentials);
  if (!parsed.success) throw await refusal(db);
  const { email, password } = parsed.data;
  const marks = await countAttempt(db, email, caller.address);
  const account = await db.user.findUnique({ where: { email } });
  const matches = await passwordMatches(account?.passwordHash ?? null, password);
  const taken = account !== null && (await passwordTaken(db, account));
  if (account && matches && taken) {
    const opened = await openSession(db, account.id, caller, (tx) => forgetAttempts(tx.db, email, marks, tx.now));
    if (opened) return { ...opened, userId: account.id, email };
  }
  const right: Reason = taken ? "disabled" : "single sign-on is required";
  const reason: Reason = !account ? "unknown account" : matches ? right : "wrong password";
  await recordRefusal(db, email, account, reason, caller);
  throw await refusal(db);
}

/** One sentence for every cause, so that it does not tell which accounts exist, nor whether a password was right. */
const refusal = async (db: Db) =>
  new Refusal(
    "unauthenticated",
    (await signOnIsRequired(db))
      ? "The e-mail address or the password is not right, or your organisation takes no passwords. Use its own sign-in above."
      : "The e-mail address or the password is not right.",
  );

async function recordRefusal(
  db: Db,
  email: string,
  account: Account | null,
  reason: Reason,
  caller: Caller,
): Promise<void> {
  try {
    const orgId = account?.orgId ?? (await onlyOrganisation(db));
    if (!orgId) return log.warn("a sign-in was refused", { reason, address: caller.address });
    await transaction(contextFor(nobody, orgId, newId("request"), db), (tx) =>
      recordAudit(tx, {
        action: "session.refused",
        target: { kind: "person", id: account?.id ?? "", name: account?.name ?? email },
        detail: { reason, address: caller.address },
      }),
    );
  } catch (error) {
    // The refusal stands either way; that it went unrecorded must still be seen.
    log.error("a refused sign-in could not be recorded", errorFields(error));
  }
}

/** An unknown address belongs to no organisation; where there is only one, its admins are the ones to know. */
async function onlyOrganisation(db: Db): Promise<string | null> {
  const found = await db.organisation.findMany({ where: { rangeOf: null }, select: { id: true }, take: 2 });
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
