"use client";

import { type FocusEvent, type PointerEvent, useState } from "react";
import { heldRows } from "./held-rows";

/** Keeps rows in place while they are pointed at, focused or read in a panel. `bind` goes on the element around them. */
export function useHeldRows<T extends { id: string }>(latest: readonly T[], reading: boolean) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [held, setHeld] = useState<readonly T[] | null>(null);
  const hold = pointed || focused || reading;
  if (hold && held === null) setHeld(latest);
  if (!hold && held !== null) setHeld(null);
  const { shown, fresh } = heldRows(latest, hold ? held : null);
  return {
    shown,
    /** The list that is shown, as it came: the latest, or the one that is held. */
    source: hold && held !== null ? held : latest,
    fresh,
    show: () => {
      setHeld(latest);
      // The button that was pressed goes with what it stood for, and no event tells that it has been left.
      setPointed(false);
      setFocused(false);
    },
    bind: {
      // A finger has no place when it is lifted, so it points at nothing.
      onPointerEnter: (event: PointerEvent) => event.pointerType !== "touch" && setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: (event: FocusEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
      },
    },
  };
}
