"use client";

import { useMemo, useState } from "react";
import { type Finding, reveal } from "@/lib/shared/reveal";
import { Button } from "./button";
import { cn } from "./cn";
import { flattenJson, type JsonLine, stringsOf } from "./flatten-json";
import { formatCount, plural } from "./format-number";
import { limitSegments } from "./limit-segments";
import { Segments } from "./revealed";
import { UntrustedWarnings } from "./untrusted-text";

export type JsonViewProps = {
  value: unknown;
  /** What it is, for screen readers: "Arguments". */
  label: string;
  /** Lines drawn at first; the rest is one press away and its number is said. */
  maxLines?: number;
  className?: string;
};

/** JSON whole and in canonical order, as an indented list of keys and values, every string revealed. Nothing is folded away. */
export function JsonView({ value, label, maxLines = 200, className }: JsonViewProps) {
  const [all, setAll] = useState(false);
  const lines = useMemo(() => flattenJson(value), [value]);
  const warnings = useMemo(() => gather(stringsOf(lines)), [lines]);
  const shown = all ? lines : lines.slice(0, maxLines);
  return (
    <div className={cn("min-w-0", className)}>
      <UntrustedWarnings revealed={warnings} />
      <ul aria-label={label} className="border-line border-y py-1 font-mono text-xs leading-5">
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line's place is its identity
          <JsonRow key={index} line={line} />
        ))}
      </ul>
      {lines.length > shown.length ? (
        <Button variant="quiet" size="sm" className="-ml-2.5 text-accent" onClick={() => setAll(true)}>
          Show {plural(lines.length - shown.length, "more line", "more lines")}
        </Button>
      ) : null}
    </div>
  );
}

/** Deep levels stop moving to the right, so that a hostile depth cannot push the text off the page; the level is then written. */
const MAX_INDENT = 12;

function JsonRow({ line }: { line: JsonLine }) {
  const { depth, name, index, value } = line;
  return (
    <li
      className="flex gap-x-2 py-px hover:bg-hover"
      style={{ paddingLeft: `${Math.min(depth, MAX_INDENT) * 1.25 + 0.25}rem` }}
    >
      {depth > MAX_INDENT ? <span className="shrink-0 text-faint">level {depth}</span> : null}
      {name === undefined ? null : (
        <span className="max-w-[45%] shrink-0 text-muted [overflow-wrap:anywhere]">
          <Segments segments={reveal(name).segments} oneLine />:
        </span>
      )}
      {index === undefined ? null : <span className="shrink-0 text-faint">{index}:</span>}
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <JsonValue value={value} />
      </span>
    </li>
  );
}

function JsonValue({ value }: { value: JsonLine["value"] }) {
  if (value.type === "string") return <JsonString text={value.text} />;
  if (value.type === "open") {
    const noun = value.bracket === "{" ? plural(value.size, "member") : plural(value.size, "item");
    return <span className="text-faint">{noun}</span>;
  }
  return <span className={value.type === "plain" ? "text-ink tabular-nums" : "text-faint"}>{value.text}</span>;
}

function JsonString({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const { segments } = useMemo(() => reveal(text), [text]);
  const { shown, hiddenChars } = limitSegments(segments, open ? 10_000 : 12, open ? 200_000 : 1200);
  return (
    <span className="whitespace-pre-wrap text-ink [tab-size:4]">
      <span className="text-faint">"</span>
      <Segments segments={shown} />
      {hiddenChars > 0 ? (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="min-h-6 px-1 font-sans text-accent underline"
          disabled={open}
        >
          … {formatCount(hiddenChars)} more characters
        </button>
      ) : (
        <span className="text-faint">"</span>
      )}
    </span>
  );
}

/** One warning for the whole tree instead of one at each string. */
function gather(texts: readonly string[]): { findings: Finding[]; mixedScript: string[] } {
  const findings = new Map<string, Finding>();
  const words = new Set<string>();
  for (const text of texts) {
    const revealed = reveal(text);
    for (const word of revealed.mixedScript) words.add(word);
    for (const finding of revealed.findings) {
      const known = findings.get(finding.kind);
      const hidden = [known?.hidden, finding.hidden].filter(Boolean).join(" / ");
      const count = finding.count + (known?.count ?? 0);
      findings.set(finding.kind, hidden ? { kind: finding.kind, count, hidden } : { kind: finding.kind, count });
    }
  }
  return { findings: [...findings.values()], mixedScript: [...words].slice(0, 20) };
}
