"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

export type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** A page that broke while it was drawn: what that means for the rest, and the ways out. */
export function PageError({ error, reset }: PageErrorProps) {
  return (
    <div role="alert" className="flex max-w-xl flex-col items-start gap-4 py-8">
      <h1 className="double-rule w-full pb-4 text-2xl tracking-tight">This page could not be shown</h1>
      <p className="text-base text-muted">
        Nothing that was saved is lost, and enforcement points keep deciding on their own. Try again; if it stays, give
        the error's number to whoever runs this console: it finds the cause in the log.
      </p>
      {error.digest ? (
        <p className="flex items-center gap-1 text-muted text-xs">
          Error <code className="break-all font-mono">{error.digest}</code>
          <CopyButton text={error.digest} label="Copy the error's number" />
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <Button asChild>
          <Link href="/">Go to the dashboard</Link>
        </Button>
      </div>
    </div>
  );
}
