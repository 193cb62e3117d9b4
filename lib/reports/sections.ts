/** Private to this folder: sections that more than one kind of report has. Pure. */
import type { GateRequirement } from "@/lib/plan/gate-contract";
import { day, figures, type Section, share, table, text } from "./document-contract";
import type { ReportFacts } from "./read-facts";

const gateWords = {
  met: "Met",
  accepted: "Met, but for risks that named people carry",
  unmet: "Not met",
  reopened: "Met before, and fails again",
  unknown: "Cannot be told",
} as const;

const requirementWords: Record<GateRequirement["state"], string> = {
  met: "met",
  accepted: "carried",
  unmet: "not met",
  unknown: "cannot be told",
};

export const stageWords = {
  none: "below observe",
  observe: "observe",
  enforce: "enforce",
  isolate: "isolate",
} as const;

/** As part of a sentence about the organisation or an agent. */
export const standsWords = (stage: keyof typeof stageWords): string =>
  stage === "none" ? "has not reached observe" : `stands at ${stageWords[stage]}`;

export const secondsWords = (seconds: number | null): string | null => {
  if (seconds === null) return null;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
};

/** Of what fails one requirement: the console has the others. */
const MOST_OF_ONE = 6;

/** The gate of a sprint as it stands: what it asks, and what fails. */
export function gateSection({ plan }: ReportFacts, sprint: 1 | 2 | 3): Section {
  const heading = `The gate of days ${(sprint - 1) * 30 + 1} to ${sprint * 30}`;
  const found = plan?.sprints.find(({ number }) => number === sprint);
  if (!plan || !found)
    return {
      heading,
      blocks: [text("No 90-day plan is running, so there is no gate to judge. Start one under Plan.")],
    };
  const { gate, from, until, tasks } = found;
  const failing = gate.requirements.flatMap(({ title, items }) =>
    items.slice(0, MOST_OF_ONE).map((item) => ({ title, ...item })),
  );
  return {
    heading,
    blocks: [
      text(`${gateWords[gate.state]}. ${gate.why}`),
      text(
        `${found.goal} From ${from} to ${until}; ${tasks.closed} of ${tasks.total} tasks are closed, ${tasks.overdue} are overdue. Gates are computed from the live system and are not set by anybody.`,
      ),
      table({
        caption: "What the gate asks",
        rows: gate.requirements,
        empty: "It asks nothing.",
        columns: {
          Requirement: ({ title }) => title,
          State: ({ state }) => requirementWords[state],
          Looked: ({ looked }) => (looked === null ? "–" : String(looked)),
          Fails: (one) => String(one.failing),
          Unknown: ({ unknown }) => String(unknown),
          Carried: ({ accepted }) => String(accepted),
        },
      }),
      table({
        caption: "What does not meet it yet",
        rows: failing,
        total: gate.requirements.reduce((sum, one) => sum + one.failing + one.unknown + one.accepted, 0),
        most: 40,
        empty: "Nothing fails.",
        columns: {
          "What is asked": ({ title }) => title,
          Item: ({ name }) => name,
          Why: ({ why }) => why,
          "Carried by": ({ acceptance }) =>
            acceptance ? `${acceptance.byName}, until ${acceptance.untilOn}: ${acceptance.reason}` : "",
        },
      }),
    ],
  };
}

export function findingsSection({ findings, counts, now }: ReportFacts): Section {
  const { critical, high, medium, low } = counts.bySeverity;
  return {
    heading: "Open findings",
    blocks: [
      figures(["Critical", critical], ["High", high], ["Medium", medium], ["Low", low]),
      table({
        caption: "Critical and high ones",
        rows: findings,
        total: critical + high,
        most: 40,
        empty: "No critical or high finding is open.",
        columns: {
          Severity: ({ severity }) => severity,
          Finding: ({ title }) => title,
          About: ({ subject }) => subject.name,
          "Open for": ({ openedAt }) => ageWords(openedAt, now),
          "What to do": ({ mend }) => mend,
        },
      }),
    ],
  };
}

export function ageWords(since: string, now: Date): string {
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 3_600_000));
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** What every report owes its reader about itself. */
export const aboutSection = (facts: ReportFacts, also: readonly string[]): Section => ({
  heading: "How far this report goes",
  blocks: [
    text(
      `Every figure was computed at ${facts.now.toISOString()} from what Gatehouse holds; nothing was typed in. Calls that reach no enforcement point are not in these figures, unless telemetry reported them.`,
    ),
    ...also.map(text),
    text(
      "The file is signed by the organisation's key. With the public key from somewhere that you trust: openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in report.pdf -sigfile report.pdf.sig",
    ),
  ],
});

export const scoreWords = (score: number | null): string =>
  score === null ? "no score yet" : `${score.toFixed(2)} of 4`;

/** The score of a while ago, if anybody looked then. */
export function scoreBefore({ trend }: ReportFacts): { score: number; on: string } | null {
  const first = trend.steps.find(({ standing }) => standing?.score !== null && standing?.score !== undefined);
  const score = first?.standing?.score;
  return first && typeof score === "number" ? { score, on: day(first.from) } : null;
}

export const stageFigures = ({ overview }: ReportFacts) => {
  const { agents } = overview;
  return figures(
    ["Active agents", agents.active, `${agents.stopped} more are stopped or retired`],
    ["Below observe", agents.none, share(agents.none, agents.active) ?? undefined],
    ["Observe", agents.observe, share(agents.observe, agents.active) ?? undefined],
    ["Enforce", agents.enforce, share(agents.enforce, agents.active) ?? undefined],
    ["Isolate", agents.isolate, share(agents.isolate, agents.active) ?? undefined],
  );
};
