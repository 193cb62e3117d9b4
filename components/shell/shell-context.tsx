"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { PaletteAct } from "./palette-types";

type ShellState = {
  palette: boolean;
  setPalette: (open: boolean) => void;
  sheet: boolean;
  setSheet: (open: boolean) => void;
  acts: readonly PaletteAct[];
  /** Adds acts for as long as a page shows them; returns the undo. */
  addActs: (acts: readonly PaletteAct[]) => () => void;
};

const Context = createContext<ShellState | null>(null);

/** What the parts of the shell, and pages inside it, share. */
export function ShellStateProvider({ children }: { children: ReactNode }) {
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [sets, setSets] = useState<readonly (readonly PaletteAct[])[]>([]);
  const addActs = useCallback((acts: readonly PaletteAct[]) => {
    setSets((all) => [...all, acts]);
    return () => setSets((all) => all.filter((each) => each !== acts));
  }, []);
  const value = useMemo(
    () => ({ palette, setPalette, sheet, setSheet, acts: sets.flat(), addActs }),
    [palette, sheet, sets, addActs],
  );
  return <Context value={value}>{children}</Context>;
}

export function useShell(): ShellState {
  const shell = useContext(Context);
  if (!shell) throw new Error("useShell is called outside <AppShell>: render the component inside the console layout.");
  return shell;
}

/** Puts a page's own acts into the command palette while the page is open. Keep the array's identity stable. */
export function PaletteActs({ acts }: { acts: readonly PaletteAct[] }) {
  const { addActs } = useShell();
  // The palette lives outside the page: registering with it is what this effect is for.
  useEffect(() => addActs(acts), [acts, addActs]);
  return null;
}
