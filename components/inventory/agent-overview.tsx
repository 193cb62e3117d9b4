"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DecisionsOfDay } from "@/components/activity/decisions-of-day";
import { RecentCalls } from "@/components/activity/recent-calls";
import { HoldPauseBand } from "@/components/checkpoints/hold-pause-band";
import { AgentCredentials } from "@/components/credentials/agent-credentials";
import { AgentDelegations } from "@/components/delegations/agent-delegations";
import { AgentSightings } from "@/components/discovery/agent-sightings";
import { SubjectFindings } from "@/components/findings/subject-findings";
import { AgentHistory } from "@/components/maturity/agent-history";
import { ScoreSum } from "@/components/maturity/score-sum";
import { KeyValue } from "@/components/ui/key-value";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RiskTier } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { type Agent, getAgentOp } from "@/lib/inventory/contract";
import { getAgentStageOp } from "@/lib/maturity/contract";
import { can } from "@/lib/shared/permissions";
import { Owner } from "./agent-columns";
import { AgentPoints } from "./agent-points";
import { mayStop, type Viewer } from "./may";
import { StageRequirements } from "./stage-requirements";
import { autonomyWords, dataClassWords, environmentWords, knownByWords, providerWords } from "./words";

/** What an agent is, how far it is contained and why, and what it did lately. */
export function AgentOverview({ id, viewer }: { id: string; viewer: Viewer }) {
  const { data: agent } = useSuspenseQuery(optionsFor(getAgentOp, { id }));
  const { data: stage } = useSuspenseQuery(optionsFor(getAgentStageOp, { id }));
  const base = `/agents/${encodeURIComponent(id)}`;
  return (
    <div className="grid gap-x-12 xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <p className="mb-8 max-w-[72ch] whitespace-pre-line break-words text-base">{agent.purpose}</p>
        <HoldPauseBand agentId={id} name={agent.name} mayResume={mayStop(viewer, agent)} />
        <SubjectFindings kind="agent" id={id} />
        <Section
          title="Decisions in the last 24 hours"
          actions={<SmallLink href={`${base}/activity`}>All calls</SmallLink>}
        >
          <DecisionsOfDay agentId={id} />
          <RecentCalls agentId={id} />
        </Section>
        <Section title="Delegations" id="delegations">
          <AgentDelegations agent={agent} viewer={viewer} />
        </Section>
        <Section
          title="Credentials"
          id="credentials"
          actions={<SmallLink href="/agents/credentials">All credentials</SmallLink>}
        >
          <AgentCredentials agent={agent} viewer={viewer} />
        </Section>
        <Section title="Enforcement points" actions={<SmallLink href="/points">All points</SmallLink>}>
          <AgentPoints agentId={id} mayInvite={can(viewer.roles, "point:manage")} />
        </Section>
      </div>
      <div className="min-w-0">
        <Section
          title="Stage"
          description={
            <>
              Computed from what is stored, as of <Time at={stage.asOf} />. It can go down.
              {stage.unchangedSince ? (
                <>
                  {" "}
                  Unchanged since <Time at={stage.unchangedSince} />.
                </>
              ) : null}
            </>
          }
        >
          <ScoreSum score={stage.score} />
          <StageRequirements requirements={stage.requirements} />
        </Section>
        <AgentHistory agentId={id} />
        <AgentSightings agentId={id} />
        <Section title="Facts" actions={auditLink(viewer, id)}>
          <Facts agent={agent} />
        </Section>
      </div>
    </div>
  );
}

const SmallLink = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} className="inline-flex min-h-6 items-center text-accent text-xs hover:underline">
    {children}
  </Link>
);

const auditLink = (viewer: Viewer, id: string) =>
  can(viewer.roles, "audit:read") ? (
    <SmallLink href={`/audit?targetId=${encodeURIComponent(id)}`}>History in the audit log</SmallLink>
  ) : null;

function Facts({ agent }: { agent: Agent }) {
  return (
    <KeyValue
      items={[
        { label: "Owner", value: <Owner person={agent.owner} /> },
        { label: "Backup owner", value: <Owner person={agent.backupOwner} none="None" /> },
        { label: "Team", value: agent.team },
        {
          label: "Tags",
          value: agent.tags.length > 0 ? <InlineUntrusted text={agent.tags.join(", ")} max={400} /> : "None",
        },
        { label: "Risk tier", value: <RiskTier value={agent.riskTier} /> },
        {
          label: "Autonomy",
          value: `${autonomyWords[agent.autonomy].label}: ${autonomyWords[agent.autonomy].help}`,
        },
        {
          label: "Data it touches",
          value: agent.dataClasses.map((kind) => dataClassWords[kind].label).join(", ") || "None stated",
        },
        { label: "Provider", value: providerWords[agent.provider] },
        { label: "Framework", value: agent.framework || "Not stated" },
        { label: "Environment", value: environmentWords[agent.environment] },
        { label: "Known by", value: knownByWords[agent.knownBy] },
        { label: "Registered", value: <Time at={agent.createdAt} absolute /> },
        {
          label: "Last changed",
          value: (
            <>
              <Time at={agent.updatedAt} /> (version {agent.version})
            </>
          ),
        },
      ]}
    />
  );
}
