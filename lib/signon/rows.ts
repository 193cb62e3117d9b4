/** Private to this folder: the settings' row, its sealed secret, and how both are shown. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import type { SignOn as SignOnRow } from "@/lib/db/generated/client";
import { derivedKey, env, masterKeyId } from "@/lib/env";
import { adminsWithPassword } from "@/lib/identity/password-rule";
import { seal, unseal } from "@/lib/identity/seal";
import { Refusal } from "@/lib/shared/errors";
import { PersonRole } from "@/lib/shared/permissions";
import { GroupRole, type SignOn, type SignOnInput, type SignOnStanding } from "./contract";
import type { Place } from "./provider";

const PURPOSE = "sign-on-secret";

/** To be copied into the provider's own settings. */
export const redirectUri = (): string => `${env.appUrl}/api/sign-on/callback`;

/** Bound to its organisation: moved to another's row it does not open. */
export const sealClientSecret = (orgId: string, secret: string) => ({
  sealedSecret: seal(derivedKey(PURPOSE), Buffer.from(secret), orgId),
  masterKeyId: masterKeyId(),
});

/** With its secret: for asking the provider only. */
export const placeOf = (row: SignOnRow): Place => ({
  issuer: row.issuer,
  clientId: row.clientId,
  clientSecret: openSecret(row),
  groupsClaim: row.groupsClaim,
});

function openSecret({ orgId, sealedSecret, masterKeyId: sealedBy }: SignOnRow): string | null {
  if (!sealedSecret) return null;
  if (sealedBy !== masterKeyId()) {
    throw new Refusal(
      "unavailable",
      "The provider's client secret was sealed with another master key. Restore secret.key, or give the secret again.",
    );
  }
  return unseal(derivedKey(PURPOSE), sealedSecret, orgId).toString();
}

/** The same application at the same provider: only then may a stored secret go there without being given again. */
export const sameApplication = (row: SignOnRow, given: SignOnInput): boolean =>
  row.issuer === given.issuer && row.clientId === given.clientId;

export async function groupRolesOf(ctx: Ctx): Promise<GroupRole[]> {
  const rows = await ctx.db.groupRole.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ group: "asc" }, { role: "asc" }],
  });
  // A role that this version does not know gives nothing.
  return rows.flatMap(({ group, role }) => GroupRole.safeParse({ group, role }).data ?? []);
}

export async function readStanding(ctx: Ctx): Promise<SignOnStanding> {
  const row = await ctx.db.signOn.findUnique({ where: { orgId: ctx.orgId } });
  const [linked, groupRoles, admins] = await Promise.all([
    ctx.db.providerAccount.count({ where: { orgId: ctx.orgId, issuer: row?.issuer ?? "" } }),
    groupRolesOf(ctx),
    adminsWithPassword(ctx),
  ]);
  return {
    signOn: row ? toSignOn(row, linked) : null,
    redirectUri: redirectUri(),
    groupRoles,
    adminsWithPassword: admins,
  };
}

const toSignOn = (row: SignOnRow, linked: number): SignOn => ({
  name: row.name,
  issuer: row.issuer,
  clientId: row.clientId,
  domains: row.domains,
  trustsAddress: row.trustsAddress,
  newcomers: row.newcomers,
  newcomerRole: PersonRole.safeParse(row.newcomerRole).data ?? null,
  groupsClaim: row.groupsClaim,
  hasSecret: row.sealedSecret !== null,
  version: row.version,
  required: row.required,
  breakGlass: row.breakGlass,
  proven: row.provenAt && { at: row.provenAt.toISOString(), by: row.provenByName ?? "" },
  linked,
  updatedAt: row.updatedAt.toISOString(),
  updatedByName: row.updatedByName,
});

/** Held until the end of the transaction, so that what is judged here is what is changed. */
export async function lockSignOn(tx: TxCtx): Promise<SignOnRow | null> {
  await tx.db.$queryRaw`SELECT 1 FROM "SignOn" WHERE "orgId" = ${tx.orgId} FOR UPDATE`;
  return tx.db.signOn.findUnique({ where: { orgId: tx.orgId } });
}

export const notWhileRequired = (): Refusal =>
  new Refusal(
    "conflict",
    "Single sign-on is required now, and a mistake here would lock people out. Take passwords again first, then change it, sign in through it, and require it anew.",
  );

export const changedMeanwhile = (): Refusal =>
  new Refusal("conflict", "Somebody else changed single sign-on meanwhile. Look at it again, then save.");
