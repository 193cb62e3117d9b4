import { cn } from "@/components/ui/cn";
import { prepareSparkline } from "./prepare-sparkline";

type SparklineProps = {
  values: readonly (number | null)[];
  /** The change in words, since a picture this small has no axis: "Denied calls, last 14 days, from 4 to 31". */
  label: string;
  className?: string;
};

const WIDTH = 96;
const HEIGHT = 24;

/** The shape of a change, beside its figure. */
export function Sparkline({ values, label, className }: SparklineProps) {
  const { path, last } = prepareSparkline(values, WIDTH, HEIGHT);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={cn("h-6 w-24 shrink-0 text-muted", className)}
    >
      <title>{label}</title>
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
      {last ? <circle cx={last.x} cy={last.y} r="2" className="fill-ink" /> : null}
    </svg>
  );
}
