"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Callout } from "@/components/ui/callout";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { optionsFor } from "@/lib/client/query-options";
import { getRedteamRunOp } from "@/lib/redteam/contract";
import { asiTitles, type Evidence, type ScenarioResult } from "@/sdk/wire/redteam";
import { EvidenceRecord } from "./evidence-record";
import { runHref, VerdictMark } from "./redteam-looks";
import { controlSaid } from "./scenarios-table";

const columnsOf = (runId: string): readonly Column<Evidence>[] => [
  { id: "kind", header: "Record", width: "7rem", cell: ({ kind }) => kind },
  { id: "says", header: "What it says", wrap: true, cell: ({ says }) => <InlineUntrusted text={says} max={400} /> },
  {
    id: "digest",
    header: "Id and digest",
    width: "38%",
    wrap: true,
    hideOnPhone: true,
    cell: ({ id, digest }) => (
      <span className="block break-all font-mono text-xs">
        <InlineUntrusted text={id} max={200} />
        <span className="block text-muted">{digest}</span>
      </span>
    ),
  },
  {
    id: "open",
    header: "Open",
    hideHeader: true,
    width: "6rem",
    align: "end",
    cell: (evidence) => <EvidenceRecord runId={runId} evidence={evidence} />,
  },
];

export function ScenarioView({ runId, scenario }: { runId: string; scenario: string }) {
  const { data: run } = useSuspenseQuery(optionsFor(getRedteamRunOp, { id: runId }));
  const found = run.statement?.scenarios.find(({ id }) => id === scenario);
  if (!found) return <EmptyState title="There is no such attack">This exercise did not make it.</EmptyState>;
  const { title, goal, verdict, steps, evidence, expected } = found;
  return (
    <>
      <PageHeader
        title={<InlineUntrusted text={title} max={120} />}
        trail={
          <Breadcrumb
            items={[
              { label: "Red-team exercises", href: "/isolation/red-team" },
              { label: "Exercise", href: runHref(runId) },
              { label: "Attack" },
            ]}
          />
        }
        description={<InlineUntrusted text={goal} max={400} />}
        status={<VerdictMark verdict={verdict} />}
      />
      {verdict === "void" ? <Callout tone="unknown">{whyVoid(found)}</Callout> : null}
      <div className="mb-8">
        <Facts scenario={found} />
      </div>
      <Section title="Steps">
        <ol className="list-decimal space-y-1 pl-5 text-sm">
          {steps.map((step) => (
            <li key={step}>
              <InlineUntrusted text={step} max={300} />
            </li>
          ))}
        </ol>
      </Section>
      <Section title="The control that ought to stop it">
        <p className="text-sm">
          <InlineUntrusted text={expected} max={400} />
        </p>
      </Section>
      <Section
        title="Evidence"
        description="Records of the exercise's own organisation. This console looked each of them up before it took the outcome."
      >
        <DataTable
          caption="Evidence"
          columns={columnsOf(runId)}
          rows={evidence}
          rowKey={({ id }) => id}
          empty={<EmptyState title="No record shows that the control acted" />}
        />
      </Section>
    </>
  );
}

const Facts = ({ scenario: { asi, atlas, severity, control, observed, custom, ms } }: { scenario: ScenarioResult }) => (
  <KeyValue
    items={[
      { label: "Family", value: `${asi}, ${asiTitles[asi].toLowerCase()}` },
      { label: "MITRE ATLAS", value: atlas.join(", ") || "none named" },
      { label: "Grave when it passes", value: severity },
      { label: "Without the protection", value: <Said said={controlSaid(control)} seen={control?.seen ?? null} /> },
      {
        label: "With Gatehouse",
        value: (
          <Said said={observed?.got ? "succeeded" : observed ? "stopped" : "not run"} seen={observed?.seen ?? null} />
        ),
      },
      { label: "From", value: custom ? "a file of one's own" : "the library" },
      { label: "Took", value: `${(ms / 1000).toFixed(1)} s` },
    ]}
  />
);

const Said = ({ said, seen }: { said: string; seen: string | null }) => (
  <>
    {said}
    {seen ? (
      <span className="block text-muted text-xs">
        <InlineUntrusted text={seen} max={600} />
      </span>
    ) : null}
  </>
);

function whyVoid({ control, observed }: ScenarioResult): string {
  if (!control?.got)
    return "The same steps did not succeed without the protection either, so that they failed with it proves nothing.";
  return observed ? "The console holds no record that its control acted." : "It was not run with the protection.";
}
