import { cn } from "./cn";
import { formatCount } from "./format-number";

type ProgressProps = {
  label: string;
  done: number;
  total: number;
  unit: string;
  /** Parts that failed, shown apart. */
  failed?: number;
  className?: string;
};

/** How far a long job is, in its own units. */
export function Progress({ label, done, total, unit, failed = 0, className }: ProgressProps) {
  const share = (part: number) => `${total > 0 ? Math.min(100, (part / total) * 100) : 0}%`;
  const words = `${formatCount(done)} of ${formatCount(total)} ${unit}${failed > 0 ? `, ${formatCount(failed)} failed` : ""}`;
  return (
    <div className={cn("min-w-0", className)}>
      <div className="mb-1 flex justify-between gap-3 text-xs">
        <span className="truncate text-muted">{label}</span>
        <span className="tabular-nums">{words}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={words}
        className="flex h-1.5 forced-color-adjust-none overflow-hidden rounded-full bg-line"
      >
        <span className="bg-accent transition-[width] duration-150" style={{ width: share(done - failed) }} />
        <span className="bg-deny" style={{ width: share(failed) }} />
      </div>
    </div>
  );
}
