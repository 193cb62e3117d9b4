import type { ReactNode } from "react";
import { cn } from "./cn";

/** A small tag without meaning by colour: an environment, a class, a count. For states use `status.tsx`. */
export function Badge({ children, mono, className }: { children: ReactNode; mono?: boolean; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 max-w-full items-center gap-1 rounded-sm border border-line bg-sunken px-1.5 text-muted text-xs",
        mono && "font-mono text-2xs",
        className,
      )}
    >
      <span className="truncate">{children}</span>
    </span>
  );
}

/** How many wait. Nothing at zero: an empty badge is noise. */
export function CountBadge({ count, label, className }: { count: number; label: string; className?: string }) {
  if (count === 0) return null;
  return (
    <span
      className={cn(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-hold-soft px-1.5",
        "font-medium text-2xs text-hold tabular-nums",
        className,
      )}
    >
      {count > 99 ? "99+" : count}
      <span className="sr-only"> {label}</span>
    </span>
  );
}
