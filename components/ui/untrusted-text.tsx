"use client";

import { TriangleAlert } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { type Revealed, reveal } from "@/lib/shared/reveal";
import { Button } from "./button";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";
import { formatBytes, formatCount, plural } from "./format-number";
import { limitSegments } from "./limit-segments";
import { findingWords, foreignLetters, Segments } from "./revealed";

export type UntrustedTextProps = {
  text: string;
  /** Who says it: "Reason given by the agent", "Tool description". */
  label: string;
  mono?: boolean;
  maxLines?: number;
  maxChars?: number;
  /** Offers the exact text, hidden characters and all, for the clipboard. */
  copy?: boolean;
  className?: string;
};

/** How much is drawn when expanded; beyond it a browser would stall, and nobody reads it on a page. */
const HARD_LIMIT = 200_000;

/** Text that an agent sent: never interpreted, every hidden character written out, bounded, and marked as not ours. */
export function UntrustedText(props: UntrustedTextProps) {
  const { text, label, mono = false, maxLines = 12, maxChars = 2000, copy = false, className } = props;
  const [open, setOpen] = useState(false);
  const id = useId();
  const revealed = useMemo(() => reveal(text), [text]);
  const { shown, hiddenLines, hiddenChars } = useMemo(
    () => limitSegments(revealed.segments, open ? HARD_LIMIT : maxLines, open ? HARD_LIMIT : maxChars),
    [revealed, open, maxLines, maxChars],
  );
  const bounded = hiddenChars > 0;
  return (
    <figure className={cn("min-w-0 border-edge border-l-2 border-dashed pl-3", className)}>
      <figcaption className="flex min-h-6 flex-wrap items-center gap-x-2 text-faint text-xs">
        <span className="font-medium text-muted">{label}</span>
        <span>not checked</span>
        <span className="tabular-nums">{formatBytes(revealed.bytes)}</span>
        {copy ? <CopyButton text={text} label={`Copy: ${label}`} className="ml-auto" /> : null}
      </figcaption>
      <UntrustedWarnings revealed={revealed} />
      <div
        id={id}
        className={cn(
          "overflow-clip whitespace-pre-wrap text-ink [overflow-wrap:anywhere] [tab-size:4]",
          mono ? "font-mono text-xs leading-5" : "text-sm",
        )}
      >
        {text === "" ? <span className="text-faint">Nothing was written.</span> : <Segments segments={shown} />}
        {bounded ? <span className="text-faint"> …</span> : null}
      </div>
      {bounded || open ? (
        <Button
          variant="quiet"
          size="sm"
          className="-ml-2.5 text-accent"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {open ? "Show less" : moreWords(hiddenLines, hiddenChars)}
        </Button>
      ) : null}
      {open && bounded ? (
        <p className="text-muted text-xs">{formatCount(hiddenChars)} more characters are too many for a page.</p>
      ) : null}
    </figure>
  );
}

const moreWords = (lines: number, chars: number): string =>
  `Show ${lines > 0 ? plural(lines, "more line", "more lines") : plural(chars, "more character", "more characters")}`;

/** Above the text, because a reader decides by what comes first. */
export function UntrustedWarnings({
  revealed,
  className,
}: {
  revealed: Pick<Revealed, "findings" | "mixedScript">;
  className?: string;
}) {
  const { findings, mixedScript } = revealed;
  if (findings.length === 0 && mixedScript.length === 0) return null;
  return (
    <div className={cn("my-1.5 flex items-start gap-2 rounded-sm bg-unknown-soft px-2 py-1.5 text-xs", className)}>
      <TriangleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0 text-unknown" />
      <div className="min-w-0 space-y-0.5 [overflow-wrap:anywhere]">
        {findings.length > 0 ? (
          <p>
            <strong className="font-medium text-unknown">Hidden characters.</strong>{" "}
            {findings.map(findingWords).join(", ")}. Each is written out below.
          </p>
        ) : null}
        {mixedScript.length > 0 ? (
          <p>
            <strong className="font-medium text-unknown">Mixed scripts.</strong> Letters of different alphabets within
            one word:{" "}
            {mixedScript.map((word, index) => (
              <span key={word}>
                {index > 0 ? ", " : null}
                <Segments segments={reveal(word).segments} oneLine />{" "}
                <span className="text-muted">({foreignLetters(word)})</span>
              </span>
            ))}
          </p>
        ) : null}
      </div>
    </div>
  );
}
