"use client";

import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { flattenJson, type JsonLine } from "@/components/ui/flatten-json";
import { formatCount, plural } from "@/components/ui/format-number";
import { Segments } from "@/components/ui/revealed";
import { reveal } from "@/lib/shared/reveal";
import { cutAtSigns, type NumberedSign, placeKey, pointersOf, signsByPlace } from "./sign-marks";

const FIRST_LINES = 300;
/** A string without a sign is cut here at first; one with a sign is shown as far as its last sign at least. */
const FIRST_CHARACTERS = 1_200;
const MOST_CHARACTERS = 200_000;
const MAX_INDENT = 12;

export const signAnchor = (number: number): string => `sign-${number}`;

/** A definition whole and in canonical order, hidden characters written out, with each sign marked where it stands. */
export function MarkedDefinition({ value, signs }: { value: unknown; signs: readonly NumberedSign[] }) {
  const [all, setAll] = useState(false);
  const lines = useMemo(() => flattenJson(value), [value]);
  const pointers = useMemo(() => pointersOf(lines), [lines]);
  const places = useMemo(() => signsByPlace(signs), [signs]);
  const shown = all ? lines : lines.slice(0, FIRST_LINES);
  return (
    <div className="min-w-0">
      <ul aria-label="Whole definition" className="border-line border-y py-1 font-mono text-xs leading-5">
        {shown.map((line, index) => {
          const at = pointers[index] ?? "";
          return (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: a line's place is its identity
              key={index}
              line={line}
              inName={places.get(placeKey(at, true)) ?? []}
              inValue={places.get(placeKey(at, false)) ?? []}
            />
          );
        })}
      </ul>
      {lines.length > shown.length ? (
        <Button variant="quiet" size="sm" className="-ml-2.5 text-accent" onClick={() => setAll(true)}>
          Show {plural(lines.length - shown.length, "more line", "more lines")}
        </Button>
      ) : null}
    </div>
  );
}

type RowProps = { line: JsonLine; inName: readonly NumberedSign[]; inValue: readonly NumberedSign[] };

function Row({ line: { depth, name, index, value }, inName, inValue }: RowProps) {
  return (
    <li
      className="flex gap-x-2 py-px hover:bg-hover"
      style={{ paddingLeft: `${Math.min(depth, MAX_INDENT) * 1 + 0.25}rem` }}
    >
      {depth > MAX_INDENT ? <span className="shrink-0 text-faint">level {depth}</span> : null}
      {name === undefined ? null : (
        <span className="max-w-[45%] shrink-0 text-muted [overflow-wrap:anywhere]">
          <MarkedText text={name} signs={inName} oneLine />:
        </span>
      )}
      {index === undefined ? null : <span className="shrink-0 text-faint">{index}:</span>}
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {value.type === "string" ? (
          <StringValue text={value.text} signs={inValue} />
        ) : value.type === "open" ? (
          <span className="text-faint">{plural(value.size, value.bracket === "{" ? "member" : "item")}</span>
        ) : (
          <span className={value.type === "plain" ? "text-ink tabular-nums" : "text-faint"}>{value.text}</span>
        )}
      </span>
    </li>
  );
}

function StringValue({ text, signs }: { text: string; signs: readonly NumberedSign[] }) {
  const [open, setOpen] = useState(false);
  const needed = Math.max(FIRST_CHARACTERS, ...signs.map(({ to }) => to + 200));
  const limit = Math.min(open ? MOST_CHARACTERS : needed, MOST_CHARACTERS);
  const rest = text.length - limit;
  return (
    <span className="whitespace-pre-wrap text-ink [tab-size:4]">
      <span className="text-faint">"</span>
      <MarkedText text={text.slice(0, limit)} signs={signs} />
      {rest <= 0 ? <span className="text-faint">"</span> : null}
      {rest > 0 && !open ? (
        <button type="button" onClick={() => setOpen(true)} className="min-h-6 px-1 font-sans text-accent underline">
          … {formatCount(rest)} more characters
        </button>
      ) : null}
      {rest > 0 && open ? (
        <span className="font-sans text-muted"> … {formatCount(rest)} more characters are too many for a page.</span>
      ) : null}
    </span>
  );
}

type MarkedTextProps = { text: string; signs: readonly NumberedSign[]; oneLine?: boolean };

/** Untrusted text with its signs: marked, numbered, each leading to what it means. */
export function MarkedText({ text, signs, oneLine = false }: MarkedTextProps) {
  const pieces = useMemo(() => cutAtSigns(text, signs), [text, signs]);
  const ended = new Set<number>();
  return pieces.map((piece, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: the pieces of one text have no identity but their place
    const content = <Segments segments={reveal(piece.text).segments} oneLine={oneLine} />;
    if (piece.signs.length === 0) return <span key={index}>{content}</span>;
    const next = new Set(pieces[index + 1]?.signs.map(({ number }) => number));
    const ends = piece.signs.filter(({ number }) => !next.has(number) && !ended.has(number));
    for (const { number } of ends) ended.add(number);
    const grave = piece.signs.some(({ severity }) => severity !== "low");
    return (
      <mark
        key={index}
        className={cn(
          "rounded-xs px-px text-ink underline decoration-2 underline-offset-2",
          grave ? "bg-deny-soft decoration-deny" : "bg-hover decoration-muted",
        )}
      >
        {content}
        {ends.map(({ number, what }) => (
          <a
            key={number}
            href={`#${signAnchor(number)}`}
            title={what}
            className="ml-0.5 inline-block min-w-4 rounded-xs bg-raised px-1 text-center font-sans text-2xs text-ink no-underline hover:underline"
          >
            {number}
            <span className="sr-only"> (sign: {what})</span>
          </a>
        ))}
      </mark>
    );
    // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
  });
}
