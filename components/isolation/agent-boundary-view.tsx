"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ProfileRuns } from "@/components/profiles/profile-runs";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getIsolationOp } from "@/lib/isolation/contract";
import { BoundaryFacts } from "./boundary-facts";
import { AttemptsTable, RunFacts, RunsTable } from "./canary-tables";
import { IsolationMark } from "./isolation-looks";

const live = { points: [getIsolationOp.id], findings: [getIsolationOp.id], audit: [getIsolationOp.id] };

export function AgentBoundaryView({ agentId }: { agentId: string }) {
  const { data } = useSuspenseQuery(optionsFor(getIsolationOp, { agentId }));
  useLive(live);
  const { agentName, demands, state, why, newest, runs, sandboxes, status } = data;
  const demanded = demands.length > 0;
  return (
    <>
      <PageHeader
        title={<InlineUntrusted text={agentName} max={120} />}
        trail={<Breadcrumb items={[{ label: "Isolation", href: "/isolation" }, { label: agentName }]} />}
        description={demanded ? `It must be isolated. ${demands.join(" ")}` : "Nothing demands that it is isolated."}
        status={<IsolationMark state={state} demanded={demanded} pill />}
        actions={
          <Button asChild>
            <Link href={`/agents/${encodeURIComponent(agentId)}`}>The agent</Link>
          </Button>
        }
      />
      <Callout className="mb-6" tone={state === "escaped" ? "deny" : state === "isolated" ? "note" : "unknown"}>
        <InlineUntrusted text={why} max={600} />
        {status === "suspended" ? " The agent is suspended." : ""}
      </Callout>
      {sandboxes.length > 0 ? (
        <Section
          title="Its runs"
          description="As its runners report them: which profile, and whether it is the one in force."
        >
          <ProfileRuns caption="Runs of the agent in sandboxes" runs={sandboxes} />
        </Section>
      ) : null}
      {newest ? (
        <>
          <Section title="Boundary" description="As the profile of the last run gives it. Everything else is refused.">
            <BoundaryFacts boundary={newest.boundary} />
          </Section>
          <Section title="Last run" description="Each attempt was made outside too, where it has to succeed.">
            <RunFacts run={newest} />
            <AttemptsTable attempts={newest.attempts} />
          </Section>
          <Section title="Runs">
            <RunsTable runs={runs} />
          </Section>
        </>
      ) : (
        <EmptyState title="Its canaries were never run">
          Where it runs, run <code className="font-mono">gatehouse canary --agent {agentId}</code>. Until then it is not
          known to be isolated.
        </EmptyState>
      )}
    </>
  );
}
