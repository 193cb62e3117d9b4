/** Private to this folder: the mail server's row, its sealed password, and how both are shown. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import type { MailServer as MailServerRow } from "@/lib/db/generated/client";
import { derivedKey, masterKeyId } from "@/lib/env";
import { seal, unseal } from "@/lib/identity/seal";
import { Refusal } from "@/lib/shared/errors";
import { MailSecurity, type MailServer, type MailServerInput, type MailStanding, type MailState } from "./contract";
import type { MailPlace } from "./send-mail";

const PURPOSE = "mail-password";
const DAY_MS = 24 * 60 * 60_000;

/** Bound to its organisation: moved to another's row it does not open. */
export const sealPassword = (orgId: string, password: string) => ({
  sealedPassword: seal(derivedKey(PURPOSE), Buffer.from(password), orgId),
  masterKeyId: masterKeyId(),
});

/** With its password: for sending only. */
export function placeOf(row: MailServerRow): MailPlace {
  const { host, port, security, ca, username, fromAddress } = row;
  return { host, port, security: MailSecurity.parse(security), ca, username, fromAddress, password: openPassword(row) };
}

function openPassword({ orgId, sealedPassword, masterKeyId: sealedBy }: MailServerRow): string | null {
  if (!sealedPassword) return null;
  if (sealedBy !== masterKeyId()) {
    throw new Refusal(
      "unavailable",
      "The mail server's password was sealed with another master key. Restore secret.key, or give the password again.",
    );
  }
  return unseal(derivedKey(PURPOSE), sealedPassword, orgId).toString();
}

/** The same server under the same name: only then may a stored password go to it without being given again. */
export const sameServer = (row: MailServerRow, given: MailServerInput): boolean =>
  row.host === given.host &&
  row.port === given.port &&
  row.security === given.security &&
  row.ca === given.ca &&
  row.username === given.username;

export async function readStanding(ctx: Ctx): Promise<MailStanding> {
  const now = await databaseNow(ctx.db);
  const where = { orgId: ctx.orgId };
  const [row, waiting, dead, sentToday] = await Promise.all([
    ctx.db.mailServer.findUnique({ where }),
    ctx.db.message.count({ where: { ...where, status: "waiting" } }),
    ctx.db.message.count({ where: { ...where, status: "dead" } }),
    ctx.db.message.count({ where: { ...where, status: "sent", endedAt: { gte: new Date(now.getTime() - DAY_MS) } } }),
  ]);
  return { server: row ? toServer(row) : null, waiting, dead, sentToday, asOf: now.toISOString() };
}

const stateOf = ({ status, failures, lastSentAt }: MailServerRow): MailState => {
  if (status === "paused") return "paused";
  if (failures > 0) return "failing";
  return lastSentAt ? "sending" : "waiting";
};

const toServer = (row: MailServerRow): MailServer => ({
  host: row.host,
  port: row.port,
  security: MailSecurity.parse(row.security),
  ca: row.ca,
  username: row.username,
  fromAddress: row.fromAddress,
  hasPassword: row.sealedPassword !== null,
  version: row.version,
  state: stateOf(row),
  updatedAt: row.updatedAt.toISOString(),
  updatedByName: row.updatedByName,
  failures: row.failures,
  lastError: row.lastError && row.lastErrorAt ? { text: row.lastError, at: row.lastErrorAt.toISOString() } : null,
  retryAt: row.retryAt?.toISOString() ?? null,
  lastSentAt: row.lastSentAt?.toISOString() ?? null,
});
