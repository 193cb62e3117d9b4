/** Tables of a pack as CSV: RFC 4180, and no text of anybody becomes a formula. Pure. */
import { csvTable } from "@/lib/shared/csv-cell";
import type { PackSnapshot, Table } from "./snapshot-contract";

export const csvOf: (table: Table) => string = csvTable;

export const controlTable = ({ controls }: PackSnapshot): Table => [
  [
    "control",
    "title",
    "state",
    "gap",
    "newest_fact",
    "owner",
    "policies",
    "evidence",
    "source",
    "source_confirmed",
    "requirement",
  ],
  ...controls.map((control) => [
    control.id,
    control.title,
    control.state,
    control.gap,
    control.newest,
    control.owner?.name ?? null,
    control.policies.join("; "),
    control.evidence.map(({ kind, state }) => `${kind}: ${state}`).join("; "),
    control.source,
    control.unconfirmed ? "no" : "yes",
    control.requirement,
  ]),
];

export const gapTable = ({ controls }: PackSnapshot): Table => [
  ["control", "title", "state", "what_is_missing", "owner"],
  ...controls
    .filter(({ state }) => state !== "met")
    .map(({ id, title, state, gap, owner }) => [id, title, state, gap, owner?.name ?? null]),
];

export const clockTable = ({ clocks }: PackSnapshot): Table => [
  ["clock", "control", "kind", "days", "state", "now"],
  ...clocks.map(({ title, control, kind, days, state, now }) => [title, control, kind, days, state, now]),
];
