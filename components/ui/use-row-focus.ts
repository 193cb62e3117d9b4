"use client";

import { type FocusEvent, type RefObject, useEffect, useRef, useState } from "react";
import { plainKey } from "./plain-key";

const ROW_LINK = "[data-row-link]";

/**
 * The keyboard in a table of which only a part is in the document: J and K go from row to row, Home and End, pressed in a row,
 * to the first and the last. The row that has the focus, or is to get it, is `kept`: it must stay in the document.
 */
export function useRowFocus(box: RefObject<HTMLElement | null>, count: number, scrollTo: (index: number) => void) {
  const [kept, setKept] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  const from = useRef<Element | null>(null);

  // Keys pressed anywhere on the page are the outside system here.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = wanted.current ?? focusedIn(box.current);
      const next = target(event, at, count);
      if (next === null) return;
      event.preventDefault();
      wanted.current = next;
      from.current = document.activeElement;
      setKept(next);
      scrollTo(next);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });

  // The document gets the row, and its link when it is loaded, with a later rendering than the one that asked for it.
  useEffect(() => {
    if (wanted.current === null) return;
    const { activeElement } = document;
    // Who has gone elsewhere meanwhile is not called back.
    if (activeElement !== document.body && activeElement !== from.current) {
      wanted.current = null;
      return;
    }
    const link = box.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] ${ROW_LINK}`);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });

  const onFocus = (event: FocusEvent) => {
    const index = indexOf(event.target);
    if (index === null) return;
    wanted.current = null;
    setKept(index);
  };
  return { kept, onFocus };
}

/** The row that a key leads to; null when the key is not for the table. */
function target(event: KeyboardEvent, at: number | null, count: number): number | null {
  if (count === 0) return null;
  const key = plainKey(event);
  if (key === "j") return Math.min((at ?? -1) + 1, count - 1);
  if (key === "k") return Math.max((at ?? 1) - 1, 0);
  const plain = !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  if (at === null || !plain) return null;
  if (event.key === "Home") return 0;
  return event.key === "End" ? count - 1 : null;
}

function focusedIn(box: HTMLElement | null): number | null {
  const { activeElement } = document;
  return activeElement && box?.contains(activeElement) ? indexOf(activeElement) : null;
}

function indexOf(element: Element): number | null {
  const index = element.closest<HTMLElement>("[data-row]")?.dataset.index;
  return index === undefined ? null : Number(index);
}
