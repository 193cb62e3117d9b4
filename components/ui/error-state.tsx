"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { RequestId } from "./form-error";

export type ErrorStateProps = {
  title: ReactNode;
  /** What was not lost, and what to do. */
  children?: ReactNode;
  requestId?: string;
  retry?: () => void;
  retrying?: boolean;
};

/** A part of the page that could not be shown; the rest goes on. */
export function ErrorState({ title, children, requestId, retry, retrying }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-wrap items-start gap-x-5 gap-y-3 border-deny border-l-2 py-3 pl-4">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-deny" />
      <div className="min-w-0 max-w-[60ch] flex-1 space-y-1">
        <p className="font-medium text-base">{title}</p>
        {children ? <div className="text-muted text-sm">{children}</div> : null}
        {requestId ? <RequestId id={requestId} /> : null}
      </div>
      {retry ? (
        <Button onClick={retry} loading={retrying}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
