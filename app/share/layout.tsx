import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Wordmark } from "@/components/ui/mark";

/** The address is the secret: it is neither passed on nor found by search engines. */
export const metadata: Metadata = { referrer: "no-referrer", robots: { index: false, follow: false } };

/** What somebody without an account sees of one pack. */
export default function ShareLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-[48rem] px-5 py-6">
      <header className="mb-8">
        <Wordmark />
      </header>
      <main id="content">{children}</main>
    </div>
  );
}
