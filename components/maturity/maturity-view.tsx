"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getScoreOp, listActionsOp, listBenchmarksOp, type ScoreSheet } from "@/lib/maturity/standing-contract";
import { ActionList } from "./action-list";
import { BenchmarkTable } from "./benchmark-table";
import { FormulaSection } from "./formula-section";
import { MaturityTabs } from "./maturity-tabs";
import { RequirementCounts } from "./requirement-counts";
import { scoreWords } from "./score-words";
import { TrendSection } from "./trend-section";

const live = { maturity: [getScoreOp.id, listActionsOp.id, listBenchmarksOp.id] };

/** The score with everything that it is made of, how it moved, and what would raise it. */
export function MaturityView({ days }: { days: 7 | 30 | 90 }) {
  const { data: sheet } = useSuspenseQuery(optionsFor(getScoreOp, {}));
  const { data: actions } = useSuspenseQuery(optionsFor(listActionsOp, {}));
  const { data: benchmarks } = useSuspenseQuery(optionsFor(listBenchmarksOp, {}));
  useLive(live);
  return (
    <>
      <PageHeader
        title="Maturity"
        description="How far your agents are observed, bounded and isolated, computed from what they really do. It can go down."
        meta={
          <span>
            as of <Time at={sheet.asOf} />
            {sheet.lookedAt ? (
              <>
                ; agents were last looked at <Time at={sheet.lookedAt} />
              </>
            ) : null}
          </span>
        }
        tabs={<MaturityTabs current="score" />}
      />
      <ScoreLine sheet={sheet} />
      <TrendSection days={days} path="/maturity" most={8} />
      <Section
        id="actions"
        title="Next best actions"
        description="What each alone would add to the organisation's score, worked out by the formula. What adds nothing before an earlier stage is reached is not listed."
      >
        <ActionList actions={actions.items} measured={actions.lookedAt !== null} />
      </Section>
      <Section
        id="requirements"
        title="What the score is made of"
        description="Each requirement with how the active agents stand. Each count leads to the agents behind it."
      >
        <RequirementCounts sheet={sheet} />
      </Section>
      <Section
        id="benchmarks"
        title="Beside others"
        description="What surveys say of enterprises, as reported in May 2026, each with its source; and what is measured here. Where nothing of the same meaning is, that is said."
      >
        <BenchmarkTable rows={benchmarks.items} />
      </Section>
      <FormulaSection formula={sheet.formula} />
    </>
  );
}

function ScoreLine({ sheet: { score, active, stopped, stages } }: { sheet: ScoreSheet }) {
  return (
    <section aria-label="Score of the organisation" className="mb-8 flex flex-wrap items-end gap-x-10 gap-y-3">
      <div>
        <p className="text-muted text-xs">Score of the organisation</p>
        <p>
          <span className="font-medium text-4xl tabular-nums tracking-tight">{scoreWords(score)}</span>{" "}
          <span className="text-muted text-sm">of 4.00</span>
        </p>
        <p className="text-muted text-xs">
          {score === null
            ? "No active agent was measured yet."
            : `Mean of ${active.toLocaleString("en-GB")} active ${active === 1 ? "agent" : "agents"}; ${stopped.toLocaleString("en-GB")} stopped not counted`}
        </p>
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {stages.map(({ stage, worth, earned }) => (
          <div key={stage}>
            <dt className="text-muted text-xs first-letter:uppercase">{stage}</dt>
            <dd className="font-medium text-lg tabular-nums">
              {score === null ? "–" : earned.toFixed(2)}{" "}
              <span className="font-normal text-faint text-sm">of {worth.toFixed(2)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
