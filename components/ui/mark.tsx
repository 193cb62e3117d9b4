import { cn } from "./cn";

/** The gate: an arch with three bars, each let down further than the one before. Observe, enforce, isolate. */
export function GateMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={cn("size-6", className)} aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="2.5">
        <path d="M3.25 22V11.75a8.75 8.75 0 0 1 17.5 0V22" />
        <path d="M7.75 4.5V10M12 3v11M16.25 4.5V18" />
      </g>
    </svg>
  );
}

/** Mark and name together. */
export function Wordmark({ className, compact = false }: { className?: string; compact?: boolean }) {
  return (
    <span className={cn("inline-flex items-center gap-2 text-ink", className)}>
      <GateMark className="size-5 text-accent" />
      <span className={cn("font-semibold text-base tracking-tight", compact && "sr-only")}>Gatehouse</span>
    </span>
  );
}
