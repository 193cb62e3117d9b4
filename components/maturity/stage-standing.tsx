import Link from "next/link";
import { StageBar } from "@/components/charts/stage-bar";
import { cn } from "@/components/ui/cn";
import { StageGlyph } from "@/components/ui/glyphs";
import { stageLook } from "@/components/ui/status";
import type { Overview } from "@/lib/maturity/contract";
import { scoreWords } from "./score-words";

/** Where the organisation stands, and why not further. The claim is no wider than what is measured. */
export function StageStanding({ overview }: { overview: Overview }) {
  const { stage, score, measured, required, why, agents } = overview;
  const { label, depth, fill } = stageLook[stage];
  return (
    <div className="mb-8 grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <section aria-label="Stage of the organisation" className="flex items-start gap-4">
        <span className={cn("grid size-16 shrink-0 place-items-center rounded-md border", fill)}>
          <StageGlyph depth={depth} className="size-9" />
        </span>
        <div className="min-w-0">
          <p className="text-muted text-xs">Stage of the organisation</p>
          <p className="flex flex-wrap items-baseline gap-x-4">
            <span className="font-medium text-3xl tracking-tight">{label}</span>
            {score === null ? null : (
              <Link href="/maturity" className="inline-flex min-h-6 items-baseline gap-1.5 hover:underline">
                <span className="sr-only">Score </span>
                <span className="font-medium text-2xl tabular-nums tracking-tight">{scoreWords(score)}</span>
                <span className="text-muted text-sm">of 4.00</span>
              </Link>
            )}
          </p>
          <p className="mt-1 max-w-[60ch] break-words text-sm">{why}</p>
          {required > 0 ? (
            <p className="mt-1 text-muted text-xs">
              {measured === required
                ? `All ${required} requirements behind this are measured.`
                : `${measured} of ${required} requirements behind this are measured. The rest cannot be measured yet and counts for nothing.`}
            </p>
          ) : null}
        </div>
      </section>
      <StageBar
        title={`Active agents by stage (${agents.active})`}
        counts={{ none: agents.none, observe: agents.observe, enforce: agents.enforce, isolate: agents.isolate }}
      />
    </div>
  );
}
