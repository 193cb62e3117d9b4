import type { ReactNode } from "react";
import { GateLine } from "@/components/shell/gate-line";
import { Wordmark } from "@/components/ui/mark";

/** The pages before the gate: sign in, set up, accept an invitation. A narrow sheet beside the gate itself. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,2fr)_3fr]">
      <div className="flex flex-col px-5 py-6 sm:px-10">
        <header>
          <Wordmark />
        </header>
        <main id="content" className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">
          {children}
        </main>
      </div>
      <div className="hidden border-edge-soft border-l-3 border-double bg-sunken lg:block">
        <GateLine />
      </div>
    </div>
  );
}
