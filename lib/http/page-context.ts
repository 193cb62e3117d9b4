/** Who looks at a page. Called in every page, never only in a layout: a layout does not run again when people navigate. */
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { resolveSession } from "@/lib/identity/resolve-session";
import { isOutsider } from "@/lib/identity/rules";
import { sessionCookieName } from "@/lib/identity/session-cookie";

/** The signed-in context, or a redirect to sign-in that comes back to `here` afterwards. */
export async function pageContext(here: string): Promise<Ctx> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  const found = token ? await resolveSession(token) : null;
  if (!found) redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  // Auditors from outside have pages of their own, and no other would show them anything.
  if (isOutsider(found.actor.roles) && !/^\/shared(\/|$)/.test(here)) redirect("/shared");
  return contextFor(found.actor, found.orgId);
}
