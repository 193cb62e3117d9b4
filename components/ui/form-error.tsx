import { CircleAlert, Clock } from "lucide-react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/** The parts of an application/problem+json answer that a person can use. */
export type Problem = {
  title: string;
  detail?: string;
  requestId?: string;
  invalidParams?: readonly { path: string; message: string }[];
  /** It was not refused: it waits for somebody. */
  change?: { id: string } | undefined;
};

/** What the server refused and why, announced when it appears. */
export function FormError({ problem, className }: { problem: Problem | null | undefined; className?: string }) {
  return (
    <div role="alert" className={cn(!problem && "sr-only", className)}>
      {problem ? (
        <div
          className={cn(
            "flex animate-arrive gap-2.5 rounded-md border px-3 py-2.5 text-sm",
            problem.change ? "border-hold/40 bg-hold-soft" : "border-deny/40 bg-deny-soft",
          )}
        >
          {problem.change ? (
            <Clock aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-hold" />
          ) : (
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-deny" />
          )}
          <div className="min-w-0 space-y-1">
            <p className="font-medium text-ink">{problem.title}</p>
            {problem.detail ? <p className="break-words text-ink">{problem.detail}</p> : null}
            {problem.invalidParams?.length ? (
              <ul className="list-disc space-y-0.5 pl-4 text-ink">
                {problem.invalidParams.map((param) => (
                  <li key={`${param.path}:${param.message}`} className="break-words">
                    {param.path ? <code className="font-mono text-xs">{param.path}</code> : null} {param.message}
                  </li>
                ))}
              </ul>
            ) : null}
            {problem.change ? (
              <a href={`/policies/changes/${encodeURIComponent(problem.change.id)}`} className="underline">
                Open what waits
              </a>
            ) : null}
            {problem.requestId && !problem.change ? <RequestId id={problem.requestId} /> : null}
          </div>
        </div>
      ) : null}
    </div>
  );
}

/** The id that finds this very request in the log. */
export function RequestId({ id }: { id: string }) {
  return (
    <p className="flex items-center gap-1 text-muted text-xs">
      Request <code className="break-all font-mono">{id}</code>
      <CopyButton text={id} label="Copy the request id" />
    </p>
  );
}
