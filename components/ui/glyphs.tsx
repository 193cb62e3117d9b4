import type { ReactNode } from "react";
import { cn } from "./cn";

type GlyphProps = { className?: string };

function Glyph({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false" className={cn("size-4 shrink-0", className)}>
      {children}
    </svg>
  );
}

/** Signs are cut out of filled shapes in the colour of the page, so each is told by its outline alone, also in grey. */
const sign = { fill: "none", stroke: "var(--paper)", strokeWidth: 1.75, strokeLinecap: "square" } as const;

/** A disc with a tick. */
export function AllowGlyph({ className }: GlyphProps) {
  return (
    <Glyph className={className}>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path {...sign} d="m5 8.2 2.1 2.1L11 6.2" />
    </Glyph>
  );
}

/** A square with two bars: waiting. */
export function HoldGlyph({ className }: GlyphProps) {
  return (
    <Glyph className={className}>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor" />
      <path {...sign} strokeLinecap="butt" strokeWidth={2} d="M6 4.75v6.5M10 4.75v6.5" />
    </Glyph>
  );
}

/** A stop sign. */
export function DenyGlyph({ className }: GlyphProps) {
  return (
    <Glyph className={className}>
      <path fill="currentColor" d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" />
      <path {...sign} strokeLinecap="butt" strokeWidth={2.25} d="M4.25 8h7.5" />
    </Glyph>
  );
}

/** A diamond with a question. */
export function UnknownGlyph({ className }: GlyphProps) {
  return (
    <Glyph className={className}>
      <path fill="currentColor" d="M8 .5 15.5 8 8 15.5.5 8z" />
      <path
        {...sign}
        strokeLinecap="butt"
        strokeWidth={1.5}
        d="M6.2 6.6c0-2.4 3.7-2.3 3.6-.2 0 1.3-1.8 1.3-1.8 2.6M8 10.4v1.5"
      />
    </Glyph>
  );
}

/** The gate of the wordmark with none to three of its bars let down. */
export function StageGlyph({ depth, className }: { depth: 0 | 1 | 2 | 3; className?: string }) {
  const bars = ["M5.5 4v3.5", "M8 3v6.5", "M10.5 4v8"];
  return (
    <Glyph className={cn("size-3.5", className)}>
      <g fill="none" stroke="currentColor" strokeWidth="1.6">
        <path d="M2.5 14V7.5a5.5 5.5 0 0 1 11 0V14" />
        <path d={bars.slice(0, depth).join("")} />
      </g>
    </Glyph>
  );
}

/** Four steps, as many filled as the tier is high. */
export function TierGlyph({ level, className }: { level: 1 | 2 | 3 | 4; className?: string }) {
  return (
    <Glyph className={cn("size-3.5", className)}>
      {[1, 2, 3, 4].map((step) => (
        <rect
          key={step}
          x={(step - 1) * 4 + 0.5}
          y={14 - step * 3}
          width="2.5"
          height={step * 3}
          fill="currentColor"
          opacity={step <= level ? 1 : 0.22}
        />
      ))}
    </Glyph>
  );
}
