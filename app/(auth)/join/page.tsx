import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "@/components/identity/auth-heading";
import { JoinForm } from "@/components/identity/join-form";
import { Button } from "@/components/ui/button";
import type { Search } from "@/lib/client/url-filters";
import { findInvite } from "@/lib/identity/find-invite";
import { startSessionAction } from "../session-actions";

export const metadata: Metadata = { title: "Accept an invitation", referrer: "no-referrer" };

const dead = {
  unknown:
    "This invitation is not known here. The link may be cut off: open the whole of it, or ask an admin for a new one.",
  accepted: "This invitation was accepted. If that was you, sign in with the password that you chose.",
  expired: "This invitation has expired. Ask an admin for a new one.",
  revoked:
    "This invitation was withdrawn, or a newer one took its place. Use the newest link, or ask an admin for one.",
};

export default async function JoinPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { token } = await searchParams;
  const invite = typeof token === "string" ? await findInvite(token) : null;
  if (typeof token !== "string" || invite?.state !== "waiting") {
    return <NotUsable why={dead[invite && invite.state !== "waiting" ? invite.state : "unknown"]} />;
  }
  return (
    <>
      <AuthHeading title={`Join ${invite.organisation}`}>
        Welcome, {invite.name}. Choose a password, and you are in.
      </AuthHeading>
      <JoinForm token={token} email={invite.email} startSession={startSessionAction} />
    </>
  );
}

function NotUsable({ why }: { why: string }) {
  return (
    <>
      <AuthHeading title="This invitation cannot be used">{why}</AuthHeading>
      <Button asChild size="lg">
        <Link href="/sign-in">Go to sign-in</Link>
      </Button>
    </>
  );
}
