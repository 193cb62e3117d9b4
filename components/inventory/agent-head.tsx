"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Releases } from "@/components/stops/releases";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Identifier } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { AgentStatus, RiskTier, StageBadge } from "@/components/ui/status";
import { LinkTabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listStopOrdersOp } from "@/lib/enforcement/stop-contract";
import { type Agent, getAgentOp } from "@/lib/inventory/contract";
import { getAgentStageOp } from "@/lib/maturity/contract";
import { AgentActions } from "./agent-actions";
import { Owner } from "./agent-columns";
import { agentActs, type Viewer } from "./may";
import { StopBand } from "./stop-band";
import { environmentWords, providerShort } from "./words";

export type AgentTab = "overview" | "activity" | "checkpoints" | "stop-orders" | "edit";

const live = { control: [getAgentOp.id, listStopOrdersOp.id], audit: [getAgentOp.id] };
/** A stage is computed over days of calls, and points speak every few seconds: it need not follow each word. */
const stageLive = { audit: [getAgentStageOp.id], points: [getAgentStageOp.id] };

/** The head of every page of an agent: what it is, how it stands, who answers for it, and the button that stops it. */
export function AgentHead({ id, tab, viewer }: { id: string; tab: AgentTab; viewer: Viewer }) {
  const { data: agent } = useSuspenseQuery(optionsFor(getAgentOp, { id }));
  const { data: stage } = useSuspenseQuery(optionsFor(getAgentStageOp, { id }));
  useLive(live);
  useLive(stageLive, { everyMs: 5_000 });
  return (
    <>
      <PageHeader
        title={agent.name}
        trail={<Breadcrumb items={[{ label: "Agents", href: "/agents" }, { label: agent.name }]} />}
        status={
          <>
            <AgentStatus value={agent.status} look="pill" />
            <StageBadge stage={stage.stage} />
            {agent.demo ? <Badge>Demo</Badge> : null}
          </>
        }
        meta={<Meta agent={agent} />}
        actions={<AgentActions agent={agent} viewer={viewer} />}
        tabs={<LinkTabs label="Agent" tabs={tabsOf(agent, viewer)} current={tab} />}
        className="mb-5"
      />
      <Releases filter={{ agentId: id }} viewer={viewer} />
      <StopBand agent={agent} />
    </>
  );
}

function Meta({ agent }: { agent: Agent }) {
  return (
    <>
      <RiskTier value={agent.riskTier} />
      <span>
        Owner: <Owner person={agent.owner} />
      </span>
      {agent.backupOwner ? (
        <span>
          Backup: <Owner person={agent.backupOwner} />
        </span>
      ) : null}
      <span>
        {providerShort[agent.provider]}, {environmentWords[agent.environment].toLowerCase()}
      </span>
      <Identifier value={agent.id} keep={12} />
      {agent.retiredAt ? (
        <span>
          Retired <Time at={agent.retiredAt} />
        </span>
      ) : null}
    </>
  );
}

function tabsOf(agent: Agent, viewer: Viewer) {
  const base = `/agents/${encodeURIComponent(agent.id)}`;
  return [
    { id: "overview", label: "Overview", href: base },
    { id: "activity", label: "Activity", href: `${base}/activity` },
    { id: "checkpoints", label: "Checkpoints", href: `${base}/checkpoints` },
    { id: "stop-orders", label: "Stop orders", href: `${base}/stop-orders` },
    ...(agentActs(viewer, agent).edit ? [{ id: "edit", label: "Edit", href: `${base}/edit` }] : []),
  ];
}
