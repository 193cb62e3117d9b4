"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Tooltip } from "radix-ui";
import { type ReactNode, useState } from "react";
import { AskReason } from "@/components/changes/ask-reason";
import { Toaster } from "@/components/ui/toaster";

/** What every page needs around it. `queryClient` replaces the default one (a client with its own defaults, or a test's). */
export function Providers({
  nonce,
  queryClient,
  children,
}: {
  nonce?: string;
  queryClient?: QueryClient;
  children: ReactNode;
}) {
  const [ownClient] = useState(
    () => queryClient ?? new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: 1 } } }),
  );
  return (
    <ThemeProvider
      attribute="data-theme"
      enableSystem
      enableColorScheme={false}
      disableTransitionOnChange
      nonce={nonce}
    >
      <QueryClientProvider client={ownClient}>
        <NuqsAdapter>
          <Tooltip.Provider delayDuration={300}>
            {children}
            <AskReason />
            <Toaster />
          </Tooltip.Provider>
        </NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
