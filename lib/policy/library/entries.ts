/** The library: every entry can be enforced by what a decision sees, and says what else its risk needs. */
import { actEntries } from "./act-entries";
import { dataEntries } from "./data-entries";
import type { Entry } from "./entry";
import { trustEntries } from "./trust-entries";

export const entries: readonly Entry[] = [...dataEntries, ...actEntries, ...trustEntries];

export const entryNamed = (id: string): Entry | null => entries.find((one) => one.id === id) ?? null;
