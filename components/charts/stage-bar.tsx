import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format-number";
import { StageGlyph } from "@/components/ui/glyphs";
import { type StageValue, stageLook } from "@/components/ui/status";
import { ChartFrame, ChartTable } from "./chart-frame";
import { prepareStages, type StageCounts, type StageShare } from "./prepare-stages";

export type StageBarProps = {
  title: string;
  counts: StageCounts;
  /** Where the agents of a stage are listed. */
  hrefs?: Partial<Record<StageValue, string>>;
};

const fill: Record<StageValue, string> = {
  none: "border border-dashed border-edge-soft",
  observe: "bg-stage-observe",
  enforce: "bg-stage-enforce",
  isolate: "bg-stage-isolate",
};

/** How many agents stand at which stage: one bar in one hue that deepens, each part labelled where it is. */
export function StageBar({ title, counts, hrefs = {} }: StageBarProps) {
  const shares = prepareStages(counts);
  if (!shares) {
    return (
      <figure>
        <figcaption className="mb-2 font-medium text-sm">{title}</figcaption>
        <p className="text-muted text-sm">– No agents yet, so there is nothing to share out.</p>
      </figure>
    );
  }
  const rows = shares.map(({ stage, count, percent }) => [stageLook[stage].label, formatCount(count), `${percent} %`]);
  return (
    <ChartFrame
      title={title}
      chart={<Bar shares={shares} hrefs={hrefs} />}
      table={<ChartTable caption={title} head={["Stage", "Agents", "Share"]} rows={rows} />}
    />
  );
}

function Bar({ shares, hrefs }: { shares: readonly StageShare[]; hrefs: Partial<Record<StageValue, string>> }) {
  return (
    <div>
      <div aria-hidden="true" className="flex h-7 forced-color-adjust-none gap-0.5">
        {shares.map(({ stage, count }) =>
          count === 0 ? null : (
            <span
              key={stage}
              className={cn("min-w-1 rounded-xs", fill[stage])}
              style={{ flexGrow: count, flexBasis: 0 }}
            />
          ),
        )}
      </div>
      <ul className="mt-2 grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-4">
        {shares.map(({ stage, count, percent }) => {
          const href = hrefs[stage];
          const label = stageLook[stage].label;
          return (
            <li key={stage} className="relative flex min-w-0 items-start gap-2">
              <span
                aria-hidden="true"
                className={cn(
                  "mt-0.5 grid size-4 forced-color-adjust-none shrink-0 place-items-center rounded-xs",
                  fill[stage],
                  stageInk[stage],
                )}
              >
                <StageGlyph depth={stageLook[stage].depth} className="size-3" />
              </span>
              <p className="text-xs">
                <span className="block text-muted">
                  {href ? (
                    <Link
                      href={href}
                      className="underline decoration-edge-soft underline-offset-2 after:absolute after:inset-0 hover:text-ink"
                    >
                      {label}
                    </Link>
                  ) : (
                    label
                  )}
                </span>
                <span className="font-medium text-sm tabular-nums">{formatCount(count)}</span>{" "}
                <span className="text-faint tabular-nums">{percent} %</span>
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const stageInk: Record<StageValue, string> = {
  none: "text-muted",
  observe: "text-on-observe",
  enforce: "text-on-enforce",
  isolate: "text-on-isolate",
};
