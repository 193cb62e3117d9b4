"use client";

import { type RefObject, useEffect, useState } from "react";
import { plainKey } from "./plain-key";

/** Which rows are chosen, by key; they stay chosen while pages are turned. */
export function usePicked<Row>(keyOf: (row: Row) => string) {
  const [picked, setPicked] = useState<ReadonlyMap<string, Row>>(new Map());
  const onPick = (rows: readonly Row[], on: boolean) =>
    setPicked((now) => {
      const next = new Map(now);
      for (const row of rows) {
        if (on) next.set(keyOf(row), row);
        else next.delete(keyOf(row));
      }
      return next;
    });
  return { picked, onPick, clear: () => setPicked(new Map()) };
}

/** X chooses the row that has the focus, Esc drops the choice. */
export function usePickKeys(box: RefObject<HTMLElement | null>, clear: () => void): void {
  // Keys pressed anywhere on the page are the outside system here.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = plainKey(event);
      if (key === "Escape") clear();
      if (key !== "x") return;
      const row = document.activeElement?.closest("[data-row]");
      if (!row || !box.current?.contains(row)) return;
      event.preventDefault();
      row.querySelector<HTMLElement>("[role=checkbox]")?.click();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [box, clear]);
}
