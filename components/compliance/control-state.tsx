import { cn } from "@/components/ui/cn";
import { AllowGlyph, DenyGlyph, HoldGlyph, UnknownGlyph } from "@/components/ui/glyphs";
import { Status, type StatusProps } from "@/components/ui/status";
import type { Counts, ControlState as State } from "@/lib/compliance/contract";
import { countWords, stateWords } from "./compliance-words";

const looks = {
  met: { tone: "allow", icon: AllowGlyph },
  partly: { tone: "hold", icon: HoldGlyph },
  gap: { tone: "deny", icon: DenyGlyph },
  unknown: { tone: "unknown", icon: UnknownGlyph },
} as const;

/** How much of a control the live system shows. */
export const ControlState = ({ state, look }: { state: State } & Pick<StatusProps, "look">) => (
  <Status {...looks[state]} label={stateWords[state]} look={look} />
);

const fills: Record<State, string> = { met: "bg-allow", partly: "bg-hold", gap: "bg-deny", unknown: "bg-unknown" };
const order: readonly State[] = ["met", "partly", "gap", "unknown"];

/** The shares of a framework; what it says in words is beside it. */
export function CoverageBar({ counts, className }: { counts: Counts; className?: string }) {
  const all = order.reduce((sum, state) => sum + counts[state], 0);
  return (
    <div className={cn("min-w-0", className)}>
      <div aria-hidden="true" className="flex h-1.5 forced-color-adjust-none overflow-hidden rounded-full bg-line">
        {order.map((state) => (
          <span
            key={state}
            className={fills[state]}
            style={{ width: `${all === 0 ? 0 : (counts[state] / all) * 100}%` }}
          />
        ))}
      </div>
      <p className="mt-1 text-muted text-xs tabular-nums">{countWords(counts)}</p>
    </div>
  );
}
