"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { type AgentIsolation, type IsolationSetting, listIsolationOp, MOST_LISTED } from "@/lib/isolation/contract";
import { boundaryHref, IsolationMark } from "./isolation-looks";
import { IsolationSettingDialog } from "./isolation-setting-dialog";
import { IsolationTabs } from "./isolation-tabs";

const live = { points: [listIsolationOp.id], findings: [listIsolationOp.id], audit: [listIsolationOp.id] };

const columns: readonly Column<AgentIsolation>[] = [
  { id: "agent", header: "Agent", wrap: true, cell: ({ agentName }) => <InlineUntrusted text={agentName} max={120} /> },
  {
    id: "state",
    header: "State",
    width: "9.5rem",
    cell: ({ state, demands }) => <IsolationMark state={state} demanded={demands.length > 0} />,
  },
  {
    id: "demands",
    header: "Must be isolated",
    width: "32%",
    wrap: true,
    cell: ({ demands }) =>
      demands.length > 0 ? (
        <InlineUntrusted text={demands.join(" ")} max={200} />
      ) : (
        <span className="text-faint">nothing demands it</span>
      ),
  },
  {
    id: "last",
    header: "Last run",
    width: "7rem",
    align: "end",
    cell: ({ last }) =>
      last ? <Time at={last.at} className="text-muted text-xs" /> : <span className="text-faint text-xs">never</span>,
  },
];

/** Those that must be isolated and are not come first. */
export function IsolationView({ mayManage }: { mayManage: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listIsolationOp, {}));
  useLive(live);
  const { demanded, isolated, setting, items, total } = data;
  return (
    <>
      <PageHeader
        title="Isolation"
        description="Which agents must run in a sandbox, and which of them are isolated, as the last run of their canaries measured it."
        tabs={<IsolationTabs current="agents" />}
      />
      <p className="mb-3 text-sm">
        {demanded === 0
          ? "No active agent has to be isolated."
          : `${formatCount(isolated)} of ${formatCount(demanded)} active agents that must be isolated are.`}
      </p>
      <DataTable
        caption="Agents and their isolation"
        columns={columns}
        rows={items}
        rowKey={({ agentId }) => agentId}
        rowHref={({ agentId }) => boundaryHref(agentId)}
        empty={<EmptyState title="No agents yet">They appear here once they are registered.</EmptyState>}
      />
      {total > MOST_LISTED ? (
        <p className="mt-2 text-muted text-xs">
          The first {formatCount(MOST_LISTED)} of {formatCount(total)} are shown.
        </p>
      ) : null}
      <Section
        className="mt-8"
        title="What is asked for"
        actions={mayManage ? <IsolationSettingDialog setting={setting} /> : null}
      >
        <SettingFacts setting={setting} />
      </Section>
      <p className="mt-3 text-muted text-xs">
        As of <Time at={data.asOf} />. Run canaries where the agent runs:{" "}
        <code className="font-mono">gatehouse canary --agent AGENT_ID</code>
      </p>
    </>
  );
}

const SettingFacts = ({ setting }: { setting: IsolationSetting }) => (
  <KeyValue
    items={[
      { label: "Tier", value: "critical, always" },
      { label: "Data", value: <InlineUntrusted text={setting.dataClasses.join(", ") || "none"} max={400} /> },
      { label: "Operations", value: setting.operationClasses.join(", ") || "none" },
      { label: "A run counts for", value: `${setting.everyHours} hours` },
      { label: "Profiles that count", value: setting.reviewedOnly ? "the console's, in force" : "any" },
      { label: "When one gets out", value: setting.suspendOnEscape ? "the agent is suspended" : "a finding is opened" },
      {
        label: "Set by",
        value: setting.updatedAt ? (
          <>
            <InlineUntrusted text={setting.updatedByName ?? ""} max={80} />, <Time at={setting.updatedAt} />
          </>
        ) : (
          "nobody yet: these are the defaults"
        ),
      },
    ]}
  />
);
