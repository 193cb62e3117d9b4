/** For tests: an auditor from outside who came in by an invitation, with the session of a browser. */
import { type Ctx, contextFor, nobody } from "@/lib/db/ctx";
import { acceptInvite } from "@/lib/identity/accept-invite";
import { resolveSession } from "@/lib/identity/resolve-session";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { startSession } from "@/lib/identity/start-session";
import type { TestOrg } from "@/lib/identity/testing";
import { newId } from "@/lib/shared/ids";
import { giveAccess } from "./give-access";

const DAY_MS = 86_400_000;
export const dayAt = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
export const PASSWORD = "correct horse battery staple";

type Given = Parameters<typeof giveAccess>[1];

/** What an access is made of, but for what a test is about. */
export const given = (more: Partial<Given> = {}): Given => ({
  email: `outside.${newId("request")}@firm.example`,
  name: "Ada of the firm",
  frameworks: ["eu-ai-act"],
  from: dayAt(-30),
  to: dayAt(0),
  until: new Date(Date.now() + DAY_MS).toISOString(),
  ...more,
});

export type TestOutsider = { id: string; email: string; cookie: string; ctx: Ctx };

export async function outsiderOf(org: TestOrg, more: Partial<Given>): Promise<TestOutsider> {
  const { id, email, link } = await giveAccess(org.as("compliance"), given(more));
  const stranger = contextFor(nobody, "", newId("request"), org.ctx.db);
  await acceptInvite(stranger, { token: new URL(link ?? "").searchParams.get("token") ?? "", password: PASSWORD });
  return { id, email, ...(await comeIn(org, email)) };
}

/** Signs in as a browser does. */
export async function comeIn(org: TestOrg, email: string): Promise<{ cookie: string; ctx: Ctx }> {
  const { token } = await startSession({ email, password: PASSWORD }, { address: null, userAgent: null }, org.ctx.db);
  const found = await resolveSession(token, org.ctx.db);
  if (!found) throw new Error("the session is not there");
  const ctx = contextFor(found.actor, found.orgId, newId("request"), org.ctx.db);
  return { cookie: `${sessionCookieName()}=${token}`, ctx };
}
