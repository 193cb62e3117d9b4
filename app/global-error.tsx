"use client";

import "./globals.css";

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** Stands in for the whole page, providers and all, so it leans on nothing that may be what failed. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body className="font-sans">
        <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-5 py-10">
          <title>Gatehouse could not start this page</title>
          <h1 className="double-rule pb-4 text-2xl tracking-tight">The console could not start this page</h1>
          <p className="text-base text-muted">
            Nothing that was saved is lost, and enforcement points keep deciding on their own.
          </p>
          {error.digest ? (
            <p className="text-muted text-xs">
              Request <code className="break-all font-mono">{error.digest}</code>
            </p>
          ) : null}
          <button
            type="button"
            onClick={reset}
            className="h-8 self-start rounded-md bg-accent px-3 font-medium text-on-accent"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
