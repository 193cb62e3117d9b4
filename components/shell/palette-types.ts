import type { LucideIcon } from "lucide-react";

/** Something a person can do from the palette: go somewhere, or run something. */
export type PaletteAct = {
  id: string;
  label: string;
  /** Other words by which it is found. */
  words?: readonly string[];
  icon?: LucideIcon;
} & ({ href: string } | { run: () => void });

/** An answer of the pluggable search. The label may come from an agent: it is shown revealed. */
export type PaletteHit = { id: string; label: string; detail?: string; href: string };

export type PaletteSearch = (query: string, signal: AbortSignal) => Promise<readonly PaletteHit[]>;
