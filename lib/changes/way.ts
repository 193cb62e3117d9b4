export type Way<Change> = {
  /** Stable: what the record names. */
  id: string;
  /** What it is, whatever it happens to. */
  means: string;
  /** A sentence for each time that it happens in this change. */
  found: (change: Change) => string[];
};
