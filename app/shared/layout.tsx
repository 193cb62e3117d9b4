import type { Metadata } from "next";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/(auth)/session-actions";
import { Button } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";

export const metadata: Metadata = { robots: { index: false, follow: false } };

/** What an auditor from outside sees: none of the console's menus, for nothing behind them would open. */
export default function SharedLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-[64rem] px-5 py-6">
      <header className="mb-8 flex items-center justify-between gap-4">
        <Wordmark />
        <form action={signOutAction}>
          <Button type="submit" size="sm">
            Sign out
          </Button>
        </form>
      </header>
      <main id="content">{children}</main>
    </div>
  );
}
