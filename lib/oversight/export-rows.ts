/** The figures as lines of a table: one for everybody, one for each person. Pure. */
import { type CsvCell as Cell, csvTable } from "@/lib/shared/csv-cell";
import type { Approver, Measured, Oversight } from "./contract";

export const columns = [
  "person_id",
  "person",
  "votes",
  "approved",
  "denied",
  "seconds_p10",
  "seconds_p50",
  "seconds_p90",
  "fast_share",
  "fast_n",
  "disagreed_share",
  "disagreed_n",
  "streak_now",
  "streak_longest",
  "votes_per_day",
  "busiest_hour",
  "waiting",
  "decoys_caught",
  "decoys_missed",
  "decoys_caught_share",
  "findings",
  "second_reviewer_since",
] as const;

const figureOf = ({ value }: Measured): number | null => value;
const common = (of: Approver | Oversight["all"]): Cell[] => [
  of.votes,
  of.approved,
  of.denied,
  figureOf(of.seconds.p10),
  figureOf(of.seconds.p50),
  figureOf(of.seconds.p90),
  figureOf(of.fast),
  of.fast.n,
  figureOf(of.disagreed),
  of.disagreed.n,
];
const decoyCells = ({ decoys }: Pick<Approver, "decoys">): Cell[] => [
  decoys.caught,
  decoys.missed,
  figureOf(decoys.rate),
];

export function rowsOf({ all, approvers }: Oversight): Cell[][] {
  return [
    ["", "everybody", ...common(all), null, null, null, null, null, ...decoyCells(all), "", ""],
    ...approvers.map((one) => [
      one.person.id,
      one.person.name,
      ...common(one),
      one.streak.now,
      one.streak.longest,
      figureOf(one.load.perDay),
      one.load.busiestHour,
      one.load.waiting,
      ...decoyCells(one),
      one.findings.map(({ reason }) => reason).join(" "),
      one.watchedSince ?? "",
    ]),
  ];
}

/** RFC 4180, with what the table is of in lines before it. */
export function csvOf(oversight: Oversight, organisation: string): string {
  const head: Cell[][] = [
    ["organisation", organisation],
    ["as_of", oversight.asOf],
    ["from", oversight.from],
    ["days", oversight.days],
    [],
    [...columns],
  ];
  return csvTable([...head, ...rowsOf(oversight)]);
}
