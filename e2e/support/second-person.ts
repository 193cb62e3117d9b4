/** The second person: somebody else in a browser of their own, with a passkey of their own, who confirms what weakens enforcement. */
import { existsSync } from "node:fs";
import path from "node:path";
import { type BrowserContext, chromium, expect, type Page, test } from "@playwright/test";
import type { z } from "zod";
import { invitePersonOp } from "@/lib/identity/contract";
import type { Operation } from "@/lib/shared/operation";
import type { PersonRole } from "@/lib/shared/permissions";
import { api, consoleUrl, dataDir } from "./admin-api";
import { Refused } from "./management";
import { pageWithPasskeys } from "./virtual-passkeys";

export const second = { name: "Sam Second", email: "sam@example.test", password: "the second battery staple horse" };
const state = path.join(dataDir, "e2e-second.json");
let opened: Promise<Page> | null = null;

/** One browser for all journeys of a worker; it ends with it. */
export function secondPerson(): Promise<Page> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Page> {
  const browser = await chromium.launch(test.info().project.use.launchOptions);
  const known = existsSync(state);
  // Named here, or the journey's own person and width would be taken.
  const storageState = known ? state : { cookies: [], origins: [] };
  const context = await browser.newContext({
    baseURL: consoleUrl,
    storageState,
    viewport: { width: 1280, height: 800 },
  });
  const page = await pageWithPasskeys(context);
  if (!known) await join(page, context);
  await addPasskey(page);
  return page;
}

async function join(page: Page, context: BrowserContext): Promise<void> {
  await acceptInvitation(page, { ...second, roles: ["security"] });
  await context.storageState({ path: state });
}

type Newcomer = { name: string; email: string; password: string; roles: PersonRole[] };

/** Somebody new: invited by the admin, and signed in on this page. */
export async function acceptInvitation(page: Page, { name, email, password, roles }: Newcomer): Promise<void> {
  await page.goto(await invitation({ email, name, roles }));
  await page
    .getByLabel(/password/i)
    .first()
    .fill(password);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/join"));
}

/** The link of an invitation, which the second person confirms where it gives a role that decides. */
export async function invitation(to: Omit<Newcomer, "password">): Promise<string> {
  const { link, waits } = await api()(invitePersonOp, { ...to, reason: "for the journey" });
  await confirmed({ request: waits });
  return link;
}

/** Something that may weaken, and that the second person confirms where it does. */
export async function agreed<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  input: z.input<In>,
): Promise<void> {
  try {
    await api()(op, { ...(input as object), reason: "for the journey" } as z.input<In>);
  } catch (error) {
    const change = error instanceof Refused ? error.problem.change : undefined;
    if (!change) throw error;
    await confirmed({ request: change });
  }
}

/** On a page that was told that its act takes a second person: gives the reason, and has it confirmed. */
export async function agreedOn(page: Page): Promise<void> {
  const asks = page.getByRole("dialog", { name: "This takes a second person" });
  await asks.getByLabel(/^Reason/).fill("The journey needs it.");
  const refused = page.waitForResponse((response) => response.status() === 409);
  await asks.getByRole("button", { name: "Ask a second person" }).click();
  const { change } = (await (await refused).json()) as { change?: { id: string } };
  await expect(page.getByText("It waits for a second person").first()).toBeVisible();
  await confirmed({ request: change ?? null });
}

async function addPasskey(page: Page): Promise<void> {
  await page.goto("/settings/passkeys");
  await page.getByRole("button", { name: "Add a passkey" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(`Sam's key ${Date.now()}`);
  await dialog.getByLabel("Your password").fill(second.password);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(dialog).toHaveCount(0);
}

/** Where the answer is a request, the second person confirms it; else there is nothing to do. */
export async function confirmed({ request }: { request: { id: string } | null }): Promise<void> {
  if (!request) return;
  const page = await secondPerson();
  await page.goto(`/policies/changes/${request.id}`);
  await page.getByRole("button", { name: "Confirm with passkey" }).click();
  await expect(page.getByText("Confirmed", { exact: true }).first()).toBeVisible();
}
