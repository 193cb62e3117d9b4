import { Fragment } from "react";
import { codeLabel, type Finding, type FindingKind, reveal, type Segment, type Token } from "@/lib/shared/reveal";
import { quietKinds } from "@/lib/shared/reveal-ranges";
import { cn } from "./cn";
import { formatCount, plural } from "./format-number";

/** One hidden character, or a few of a kind, written out. */
export function TokenMark({ token }: { token: Token }) {
  return (
    <span
      title={token.name}
      className={cn(
        "mx-px rounded-xs px-0.5 font-mono text-[0.85em] [overflow-wrap:anywhere]",
        quietKinds.has(token.kind) ? "bg-hover text-muted" : "bg-unknown-soft font-medium text-unknown",
      )}
    >
      ⟦{token.label}⟧
    </span>
  );
}

/** Segments side by side; each run of text is kept from turning the direction of its neighbours. */
export function Segments({ segments, oneLine = false }: { segments: readonly Segment[]; oneLine?: boolean }) {
  return segments.map((segment, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: the pieces of one text have no identity but their place
    if (segment.type === "token") return <TokenMark key={index} token={segment} />;
    if (!oneLine) return <bdi key={index}>{segment.text}</bdi>;
    return <Fragment key={index}>{oneLineParts(segment.text)}</Fragment>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
  });
}

/** Where there is only one line, a line feed or tab would hide as a space: they become tokens too. */
function oneLineParts(text: string) {
  return text.split(/([\n\t])/u).map((part, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: as above
    if (part === "\n")
      return (
        <TokenMark key={index} token={{ type: "token", kind: "line ending", label: "U+000A", name: "line feed" }} />
      );
    if (part === "\t")
      return <TokenMark key={index} token={{ type: "token", kind: "line ending", label: "U+0009", name: "tab" }} />;
    return part ? <bdi key={index}>{part}</bdi> : null;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
  });
}

/** A name or short text from an agent, in one line. Longer than `max` characters is cut, with its length said. */
export function InlineUntrusted({ text, max = 120, className }: { text: string; max?: number; className?: string }) {
  const cut = text.length > max;
  const { segments } = reveal(cut ? text.slice(0, max) : text);
  return (
    <span className={cn("[overflow-wrap:anywhere]", className)}>
      <Segments segments={segments} oneLine />
      {cut ? <span className="text-faint"> … {formatCount(text.length - max)} more characters</span> : null}
    </span>
  );
}

const nouns: Partial<Record<FindingKind, readonly [one: string, many: string]>> = {
  "escape sequence": ["escape sequence", "escape sequences"],
  "lone surrogate": ["lone surrogate", "lone surrogates"],
  noncharacter: ["noncharacter", "noncharacters"],
  "variation selector": ["variation selector", "variation selectors"],
  "stacked marks": ["stacked mark", "stacked marks"],
  marker: ["bracket that imitates ours", "brackets that imitate ours"],
};

/** What was found, in words: "10 tag characters that spell “delete all”". */
export function findingWords({ kind, count, hidden }: Finding): string {
  const [one, many] = nouns[kind] ?? [`${kind} character`, `${kind} characters`];
  return `${plural(count, one, many)}${hidden ? ` that spell “${hidden}”` : ""}`;
}

const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}]/gu;

/** The letters of a mixed word that are not what they look like: "а is U+0430 (Cyrillic)". */
export function foreignLetters(word: string): string {
  const letters = [...new Set(word.match(LOOKALIKE) ?? [])].slice(0, 4);
  return letters
    .map((letter) => {
      const script = /\p{Script=Greek}/u.test(letter) ? "Greek" : "Cyrillic";
      return `${letter} is ${codeLabel(letter.codePointAt(0) ?? 0)} (${script})`;
    })
    .join(", ");
}
