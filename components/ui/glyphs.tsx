import { cn } from "./cn";

/** The gate of the wordmark with none to three of its bars let down. */
export function StageGlyph({ depth, className }: { depth: 0 | 1 | 2 | 3; className?: string }) {
  const bars = ["M5.5 4v3.5", "M8 3v6.5", "M10.5 4v8"];
  return (
    <svg aria-hidden="true" focusable="false" viewBox="0 0 16 16" className={cn("size-3.5", className)}>
      <g fill="none" stroke="currentColor" strokeWidth="1.6">
        <path d="M2.5 14V7.5a5.5 5.5 0 0 1 11 0V14" />
        <path d={bars.slice(0, depth).join("")} />
      </g>
    </svg>
  );
}

/** Four steps, as many filled as the tier is high. */
export function TierGlyph({ level, className }: { level: 1 | 2 | 3 | 4; className?: string }) {
  return (
    <svg aria-hidden="true" focusable="false" viewBox="0 0 14 14" className={cn("size-3.5", className)}>
      {[1, 2, 3, 4].map((step) => (
        <rect
          key={step}
          x={(step - 1) * 3.5 + 0.5}
          y={12 - step * 2.75}
          width="2.25"
          height={step * 2.75}
          fill="currentColor"
          opacity={step <= level ? 1 : 0.22}
        />
      ))}
    </svg>
  );
}
