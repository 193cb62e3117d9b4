"use client";

import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";

type RangeBrushProps = {
  /** Steps of the chart that it lies over. */
  count: number;
  wordsOf: (step: number) => string;
  /** The step that is pointed at, or null. */
  point: (step: number | null) => void;
  choose: (first: number, last: number) => void;
};
type Chosen = { from: number; to: number };

/** The step under a pointer. */
export function stepAt(event: PointerEvent<HTMLElement>, count: number): number {
  const box = event.currentTarget.getBoundingClientRect();
  const step = Math.floor(((event.clientX - box.left) / box.width) * count);
  return Math.min(count - 1, Math.max(0, step));
}

/** Chooses steps of a chart: drawn over with a pointer, or with the arrow keys, Shift to span several, and Enter. */
export function RangeBrush({ count, wordsOf, point, choose }: RangeBrushProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const drawing = useRef(false);
  const end = chosen?.to ?? count - 1;
  const done = (range: Chosen) => {
    setChosen(null);
    choose(Math.min(range.from, range.to), Math.max(range.from, range.to));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(event, end, count);
    if (next !== null) {
      setChosen(event.shiftKey && chosen ? { ...chosen, to: next } : { from: next, to: next });
      point(next);
    } else if ((event.key === "Enter" || event.key === " ") && chosen) done(chosen);
    else if (event.key === "Escape" && chosen) setChosen(null);
    else return;
    event.preventDefault();
  };
  const left = chosen ? Math.min(chosen.from, chosen.to) : 0;
  const right = chosen ? Math.max(chosen.from, chosen.to) + 1 : 0;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Narrow the time: arrow keys choose a step, Shift with them several, Enter shows them"
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={end}
      aria-valuetext={chosen ? spanWords(chosen, wordsOf) : "No step is chosen"}
      className="absolute inset-0 cursor-crosshair rounded-xs outline-offset-2 focus-visible:outline-2 focus-visible:outline-accent"
      onKeyDown={onKeyDown}
      onBlur={() => setChosen(null)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        drawing.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        const step = stepAt(event, count);
        setChosen({ from: step, to: step });
      }}
      onPointerMove={(event) => {
        const to = stepAt(event, count);
        if (drawing.current) setChosen((now) => now && { ...now, to });
      }}
      onPointerUp={() => {
        if (drawing.current && chosen) done(chosen);
        drawing.current = false;
      }}
      onPointerCancel={() => {
        drawing.current = false;
        setChosen(null);
      }}
    >
      {chosen ? (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 border-accent border-x bg-accent-soft opacity-60"
          style={{ left: `${(left / count) * 100}%`, width: `${((right - left) / count) * 100}%` }}
        />
      ) : null}
    </div>
  );
}

const spanWords = ({ from, to }: Chosen, wordsOf: (step: number) => string): string =>
  from === to ? wordsOf(from) : `From ${wordsOf(Math.min(from, to))} to ${wordsOf(Math.max(from, to))}`;

function keyed(event: KeyboardEvent, at: number, count: number): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "ArrowLeft" || event.key === "ArrowDown") return Math.max(0, at - 1);
  if (event.key === "ArrowRight" || event.key === "ArrowUp") return Math.min(count - 1, at + 1);
  if (event.key === "Home") return 0;
  return event.key === "End" ? count - 1 : null;
}
