import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/identity/auth-heading";
import { SignInForm } from "@/components/identity/sign-in-form";
import { SignOnLinks } from "@/components/signon/sign-on-links";
import { Callout } from "@/components/ui/callout";
import type { Search } from "@/lib/client/url-filters";
import { someoneIsHere } from "@/lib/identity/installation";
import { resolveSession } from "@/lib/identity/resolve-session";
import { safeNext } from "@/lib/identity/rules";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { offeredSignOns } from "@/lib/signon/offered";
import { isSignOnReason, signOnRefusals } from "@/lib/signon/refusals";
import { signInAction } from "../session-actions";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const next = safeNext(search.next);
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (token && (await resolveSession(token))) redirect(next);
  return (
    <>
      <AuthHeading title="Sign in" />
      <Note signedOut={search.out === "1"} goingOn={next !== "/"} setUp={await someoneIsHere()} />
      {isSignOnReason(search.refused) ? (
        <Callout tone="deny" className="mb-5" title="You were not signed in">
          {signOnRefusals[search.refused]}
        </Callout>
      ) : null}
      <SignOnLinks offered={await offeredSignOns()} next={next} />
      <SignInForm next={next} action={signInAction} />
      <p className="mt-6 text-muted text-xs">No account? An admin of your organisation can send you an invitation.</p>
    </>
  );
}

type NoteProps = { signedOut: boolean; goingOn: boolean; setUp: boolean };

function Note({ signedOut, goingOn, setUp }: NoteProps) {
  if (!setUp) {
    return (
      <Callout tone="hold" className="mb-5" title="Nobody can sign in yet">
        Open the set-up link that <code className="font-mono text-xs">npm start</code> printed, or print a new one with{" "}
        <code className="font-mono text-xs">npm run -s admin -- setup-link</code>.
      </Callout>
    );
  }
  if (signedOut)
    return <Callout className="mb-5">You are signed out. The session was ended here and on the server.</Callout>;
  return goingOn ? <Callout className="mb-5">Sign in to go on to the page that you asked for.</Callout> : null;
}
