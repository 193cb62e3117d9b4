/**
 * Figures of others, each with its source and date, as reported in May 2026; and what of the same meaning is measured here.
 * Where nothing is, nothing is said: a figure of ours that nobody measured would be made up. Pure.
 */
import { type Group, sheetOf, stageOfGroup } from "./actions";
import type { Overview } from "./contract";
import { Stage } from "./contract";
import { MOST_SCORE } from "./score";
import type { Benchmark } from "./standing-contract";

/** `incidents`: of the last 365 days. */
export type Measured = { groups: readonly Group[]; lastKill: Overview["lastKill"]; incidents: number };
type Ours = NonNullable<Benchmark["ours"]>;
/** A sentence instead of a figure says why there is none. */
type Answer = (measured: Measured) => Ours | string;
type Row = Pick<Benchmark, "id" | "figure" | "value" | "source" | "date"> & { ours: Answer };

const gravitee = "Gravitee, State of AI Agent Security 2026";
const arkose = "Arkose Labs 2026";
const mcKinsey = "McKinsey, AI Trust Maturity Survey 2026";
const nobody = "No active agent was measured yet.";

/** How many active agents meet all of these now. */
function meeting(groups: readonly Group[], ids: readonly string[]) {
  const count = (of: readonly Group[]) => of.reduce((sum, { agents }) => sum + agents, 0);
  return { some: count(groups.filter(({ met }) => ids.every((id) => met.includes(id)))), all: count(groups) };
}

/** An enterprise has it when it is true of all its agents. */
const forAll =
  (ids: readonly string[], basis: string): Answer =>
  ({ groups }) => {
    const { some, all } = meeting(groups, ids);
    if (all === 0) return nobody;
    const value = some === all ? `Yes, all ${all}` : `No: ${some} of ${all}`;
    return { value, basis, href: "/maturity#requirements" };
  };

const score: Answer = ({ groups }) => {
  const { score: mean } = sheetOf(groups);
  if (mean === null) return nobody;
  const basis = "On the same scale, but computed from what agents do; theirs is what enterprises say of themselves.";
  return { value: `${mean.toFixed(2)} of ${MOST_SCORE.toFixed(1)}`, basis, href: "/maturity#formula" };
};

const pastEnforcement: Answer = ({ groups }) => {
  if (groups.length === 0) return nobody;
  const lowest = Math.min(...groups.map((group) => Stage.options.indexOf(stageOfGroup(group))));
  const stage = Stage.options[lowest] ?? "none";
  const stands = stage === "none" ? "The lowest active agent has no stage." : `The lowest active agent is at ${stage}.`;
  return { value: stage === "isolate" ? "Past it" : "Not past it", basis: stands, href: "/maturity" };
};

const incidentOfYear: Answer = ({ groups, incidents }) =>
  groups.length === 0 && incidents === 0
    ? nobody
    : {
        value: incidents === 0 ? "No" : `Yes: ${incidents}`,
        basis: "Incidents on record here that were opened in the last 365 days. What nobody noticed is not among them.",
        href: "/incidents",
      };

const lastKill: Answer = ({ lastKill: kill }) =>
  kill
    ? {
        value: `${(kill.ms / 1000).toFixed(2)} s`,
        basis: `Not a breakout but our answer to one: from the last kill's order until the last of ${kill.confirmed} points confirmed it, of ${kill.points}.`,
        href: "/points/stops",
      }
    : "No kill was confirmed by a point yet.";

const not =
  (why: string): Answer =>
  () =>
    why;
const opinion = not("It is what people expect or say. Nothing here asks them.");
const noBudget = not("Budgets are not entered here.");

const rows: readonly Row[] = [
  {
    id: "maturity",
    figure: "Mean responsible-AI maturity",
    value: "2.3 of 4.0 (2025: 2.0)",
    source: mcKinsey,
    date: "2026",
    ours: score,
  },
  {
    id: "past-enforcement",
    figure: "Not past the enforcement stage",
    value: "over 70 %",
    source: mcKinsey,
    date: "2026",
    ours: pastEnforcement,
  },
  {
    id: "visibility",
    figure: "With real-time visibility of their agents",
    value: "21 %",
    source: gravitee,
    date: "2026",
    ours: forAll(["logged", "connected"], "Active agents whose calls are logged and whose points are connected now."),
  },
  {
    id: "consistent",
    figure: "Enforce policy consistently",
    value: "46 % (January: 39.5 %)",
    source: "VentureBeat",
    date: "February 2026",
    ours: forAll(
      ["point", "connected", "revision"],
      "Active agents whose points all enforce, are connected and run the newest policy.",
    ),
  },
  {
    id: "breakout",
    figure: "Fastest breakout",
    value: "27 s",
    source: "CrowdStrike",
    date: "reported May 2026",
    ours: lastKill,
  },
  {
    id: "incidents",
    figure: "Had an agent incident in the last year",
    value: "88 % (healthcare 92.7 %)",
    source: gravitee,
    date: "2026",
    ours: incidentOfYear,
  },
  {
    id: "trust",
    figure: "Executives who trust their policies",
    value: "82 %",
    source: gravitee,
    date: "2026",
    ours: opinion,
  },
  {
    id: "expect",
    figure: "Expect a serious agent incident within a year",
    value: "97 %",
    source: arkose,
    date: "2026",
    ours: opinion,
  },
  {
    id: "budget",
    figure: "Share of the security budget for agent risk",
    value: "6 %",
    source: arkose,
    date: "2026",
    ours: noBudget,
  },
  {
    id: "flat-budget",
    figure: "With a flat AI security budget",
    value: "20 % (January: 7.9 %)",
    source: "VentureBeat",
    date: "March 2026",
    ours: noBudget,
  },
  {
    id: "auditability",
    figure: "Auditability as the first concern",
    value: "65 % (February: 28 %)",
    source: "VentureBeat",
    date: "March 2026",
    ours: opinion,
  },
  {
    id: "unauthorised",
    figure: "Preventing unauthorised acts as the first concern",
    value: "68–72 %",
    source: "VentureBeat",
    date: "reported May 2026",
    ours: opinion,
  },
  {
    id: "applications",
    figure: "AI applications seen on enterprise endpoints",
    value: "more than 1,800",
    source: "CrowdStrike",
    date: "reported May 2026",
    ours: not("Endpoints are not looked at here."),
  },
  {
    id: "patches",
    figure: "A patch is reverse-engineered within",
    value: "72 h",
    source: "Ivanti",
    date: "reported May 2026",
    ours: not("Advisories are not tracked here yet."),
  },
];

export const benchmarksOf = (measured: Measured): Benchmark[] =>
  rows.map(({ ours, ...row }) => {
    const answer = ours(measured);
    return typeof answer === "string" ? { ...row, ours: null, why: answer } : { ...row, ours: answer, why: null };
  });
