import { LogIn } from "lucide-react";
import { Button } from "@/components/ui/button";

type Offered = { orgId: string; name: string; required: boolean };

/** The ways in through identity providers. Plain links: nothing must fetch them before they are chosen. */
export function SignOnLinks({ offered, next }: { offered: readonly Offered[]; next: string }) {
  if (offered.length === 0) return null;
  return (
    <div className="mb-6 flex flex-col gap-2 border-line border-b pb-6">
      {offered.map(({ orgId, name }) => (
        <Button key={orgId} asChild variant="primary" size="lg">
          <a href={`/api/sign-on/start?${new URLSearchParams({ org: orgId, next })}`} rel="nofollow">
            <LogIn aria-hidden="true" />
            Continue with {name}
          </a>
        </Button>
      ))}
      <p className="mt-2 text-muted text-xs">
        {offered.some(({ required }) => required)
          ? "Passwords are taken only from people who were named for when the provider fails."
          : "Or with a password:"}
      </p>
    </div>
  );
}
