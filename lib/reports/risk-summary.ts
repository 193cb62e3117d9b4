/** The compliance-level risk summary: where we stand, what is exposed, who carries what, and which rules it touches. Pure. */
import { count, figures, type Section, table, text } from "./document-contract";
import type { ReportFacts } from "./read-facts";
import {
  aboutSection,
  ageWords,
  findingsSection,
  gateSection,
  scoreBefore,
  scoreWords,
  stageFigures,
  stageWords,
  standsWords,
} from "./sections";

export function riskVerdict(facts: ReportFacts): string {
  const { overview, counts, incidents, isolation } = facts;
  if (overview.agents.active === 0) return "No active agent is registered, so there is no risk to sum up yet.";
  const grave = counts.bySeverity.critical + counts.bySeverity.high;
  const boundary =
    isolation.demanded === 0
      ? "no agent demands isolation"
      : `${isolation.isolated} of ${isolation.demanded} agents that demand isolation are isolated`;
  return `The organisation ${standsWords(overview.stage)}, with ${scoreWords(overview.score)}; ${count(grave, "critical or high finding")} and ${count(incidents.length, "incident")} are open, and ${boundary}.`;
}

export const riskSections = (facts: ReportFacts): Section[] => [
  standingSection(facts),
  nextSection(facts),
  frameworksSection(facts),
  findingsSection(facts),
  incidentsSection(facts),
  acceptedSection(facts),
  isolationSection(facts),
  gateSection(facts, 3),
  benchmarkSection(facts),
  aboutSection(facts, [
    "How far a framework is met is judged by evidence of the live system alone: what people do outside it is not seen, and this is not legal advice. Dates whose source was second-hand are marked as unconfirmed.",
  ]),
];

function standingSection(facts: ReportFacts): Section {
  const { overview } = facts;
  const before = scoreBefore(facts);
  return {
    heading: "Where we stand",
    blocks: [
      figures(
        ["Stage", stageWords[overview.stage], "the lowest of any active agent"],
        ["Score", overview.score === null ? null : overview.score.toFixed(2), "of 4.00, the mean of the active agents"],
        ["First score known", before ? before.score.toFixed(2) : null, before ? `on ${before.on}` : undefined],
      ),
      stageFigures(facts),
      text(overview.why),
    ],
  };
}

function nextSection({ actions }: ReportFacts): Section {
  return {
    heading: "What would help most",
    blocks: [
      table({
        caption: "By what the score would gain",
        rows: actions,
        most: 8,
        empty: "Nothing that is measured would raise the score.",
        columns: {
          "What is missing": ({ title }) => title,
          Agents: ({ agents }) => String(agents),
          "Score gains": ({ effect }) => `+${effect.toFixed(2)}`,
        },
      }),
    ],
  };
}

function frameworksSection({ frameworks }: ReportFacts): Section {
  const dates = frameworks.flatMap(({ title, dates }) => dates.map((date) => ({ title, ...date })));
  return {
    heading: "Rules and standards",
    blocks: [
      table({
        caption: "How much of each the live system shows",
        rows: frameworks,
        empty: "There is no framework.",
        columns: {
          Framework: ({ title }) => title,
          Controls: ({ controls }) => String(controls),
          Met: ({ counts }) => String(counts.met),
          Partly: ({ counts }) => String(counts.partly),
          Gap: ({ counts }) => String(counts.gap),
          "Cannot be told": ({ counts }) => String(counts.unknown),
        },
      }),
      table({
        caption: "Dates",
        rows: dates.sort((a, b) => (a.on < b.on ? -1 : 1)),
        empty: "No dates are known.",
        columns: {
          On: ({ on }) => on,
          Framework: ({ title }) => title,
          What: ({ what, unconfirmed }) => (unconfirmed ? `${what} (unconfirmed)` : what),
        },
      }),
    ],
  };
}

function incidentsSection({ incidents, now }: ReportFacts): Section {
  return {
    heading: "Incidents that are not closed",
    blocks: [
      table({
        caption: "Incidents",
        rows: incidents,
        most: 30,
        empty: "No incident is open.",
        columns: {
          Incident: ({ number, title }) => `${number}: ${title}`,
          Severity: ({ severity }) => severity,
          State: ({ status }) => status,
          "Answers for it": ({ owner }) => owner?.name ?? "nobody",
          "Open for": ({ openedAt }) => ageWords(openedAt, now),
          "Next clock": ({ nextDueAt }) => nextDueAt ?? "none runs",
        },
      }),
    ],
  };
}

function acceptedSection({ plan }: ReportFacts): Section {
  return {
    heading: "Risks that named people carry",
    blocks: [
      table({
        caption: "Accepted until a day",
        rows: plan?.acceptances ?? [],
        empty: plan ? "Nobody carries a risk." : "No plan is running, so no risk was accepted in one.",
        columns: {
          What: ({ itemName }) => itemName,
          Who: ({ byName }) => byName,
          Until: ({ untilOn }) => untilOn,
          Why: ({ reason }) => reason,
        },
      }),
    ],
  };
}

function isolationSection({ isolation }: ReportFacts): Section {
  return {
    heading: "Isolation",
    blocks: [
      figures(
        ["Demand isolation", isolation.demanded],
        ["Isolated", isolation.isolated, "by the last run of their canaries"],
        ["Active agents", isolation.total],
      ),
      table({
        caption: "Agents that must be isolated",
        rows: isolation.items.filter(({ demands }) => demands.length > 0),
        most: 30,
        empty: "Nothing that is registered demands isolation.",
        columns: {
          Agent: ({ agentName }) => agentName,
          Why: ({ demands }) => demands.join(" "),
          State: ({ why }) => why,
          "Last canaries": ({ last }) => last?.at ?? "never",
        },
      }),
    ],
  };
}

function benchmarkSection({ benchmarks }: ReportFacts): Section {
  return {
    heading: "Beside others",
    blocks: [
      table({
        caption: "Surveys, and the same here",
        rows: benchmarks,
        empty: "There is nothing to compare with.",
        columns: {
          Figure: ({ figure }) => figure,
          Others: ({ value }) => value,
          Source: ({ source, date }) => `${source}, ${date}`,
          Here: ({ ours, why }) => ours?.value ?? why ?? "not measured",
        },
      }),
    ],
  };
}
