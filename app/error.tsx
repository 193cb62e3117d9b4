"use client";

import { ErrorState } from "@/components/ui/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="mx-auto max-w-3xl px-4 py-10">
      <ErrorState title="This page could not be shown" requestId={error.digest} retry={reset}>
        Nothing that was saved is lost, and enforcement points keep deciding on their own. Try again; if it stays, give
        the request id to whoever runs this console.
      </ErrorState>
    </main>
  );
}
