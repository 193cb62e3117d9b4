import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "@/components/identity/auth-heading";
import { SetUpForm } from "@/components/identity/set-up-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { Search } from "@/lib/client/url-filters";
import { someoneIsHere } from "@/lib/identity/installation";
import { startSessionAction } from "../session-actions";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

export default async function SetUpPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { token } = await searchParams;
  if (await someoneIsHere()) return <AlreadySetUp />;
  return (
    <>
      <AuthHeading title="Set up Gatehouse">
        You become its first admin. Everyone else comes in by your invitation.
      </AuthHeading>
      {typeof token === "string" && token ? (
        <SetUpForm token={token} startSession={startSessionAction} />
      ) : (
        <Callout tone="hold" title="This address lacks the one-time token">
          Open the whole link that <code className="font-mono text-xs">npm start</code> printed, or print a new one with{" "}
          <code className="font-mono text-xs">npm run -s admin -- setup-link</code>.
        </Callout>
      )}
    </>
  );
}

function AlreadySetUp() {
  return (
    <>
      <AuthHeading title="Already set up">
        This link has done its work: somebody administers Gatehouse here. Sign in, or ask an admin for an invitation.
      </AuthHeading>
      <Button asChild variant="primary" size="lg">
        <Link href="/sign-in">Sign in</Link>
      </Button>
    </>
  );
}
