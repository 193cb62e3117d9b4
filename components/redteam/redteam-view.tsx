"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { IsolationTabs } from "@/components/isolation/isolation-tabs";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getRedteamSettingOp, listRedteamRunsOp, type RedteamRun, type RedteamSetting } from "@/lib/redteam/contract";
import { RUNS, RunMark, runHref, saidOf, underWay } from "./redteam-looks";
import { RedteamSettingDialog } from "./redteam-setting-dialog";
import { RunNow } from "./run-now";

/** While one is under way, how far it is changes with each attack, and no notice says so. */
const LOOK_EVERY_MS = 2_000;
const live = { audit: [listRedteamRunsOp.id, getRedteamSettingOp.id] };

const columns: readonly Column<RedteamRun>[] = [
  { id: "result", header: "Result", width: "9rem", cell: (run) => <RunMark run={run} /> },
  {
    id: "said",
    header: "What it came to",
    wrap: true,
    cell: (run) => <InlineUntrusted text={saidOf(run)} max={300} />,
  },
  {
    id: "by",
    header: "By",
    width: "24%",
    wrap: true,
    hideOnPhone: true,
    cell: ({ askedByName, place }) => (
      <>
        <InlineUntrusted text={askedByName} max={80} />
        <span className="block text-muted text-xs">{place === "worker" ? "run by the worker" : "run elsewhere"}</span>
      </>
    ),
  },
  {
    id: "at",
    header: "When",
    width: "7rem",
    align: "end",
    cell: ({ askedAt }) => <Time at={askedAt} className="text-muted text-xs" />,
  },
];

export function RedteamView({ mayRun, mayManage }: { mayRun: boolean; mayManage: boolean }) {
  const { data } = useSuspenseQuery({
    ...optionsFor(listRedteamRunsOp, RUNS),
    refetchInterval: ({ state }) => (state.data?.items.some(underWay) ? LOOK_EVERY_MS : false),
  });
  const { data: setting } = useSuspenseQuery(optionsFor(getRedteamSettingOp, {}));
  useLive(live);
  const busy = data.items.some(underWay);
  return (
    <>
      <PageHeader
        title="Red-team exercises"
        description="Attacks of the ten families of the OWASP agentic list, through the real enforcement path, each beside a control without it."
        tabs={<IsolationTabs current="exercises" />}
        actions={mayRun ? <RunNow busy={busy} /> : null}
      />
      <DataTable
        caption="Exercises"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => runHref(id)}
        empty={<EmptyState title="No exercise yet">Run one now, or put them on a schedule.</EmptyState>}
      />
      <Section
        className="mt-8"
        title="Schedule"
        actions={mayManage ? <RedteamSettingDialog setting={setting} /> : null}
      >
        <SettingFacts setting={setting} />
      </Section>
      <p className="mt-3 text-muted text-xs">
        An exercise acts in an organisation made for it alone: no figure of yours contains it. Run one from elsewhere,
        or with attacks of your own: <code className="font-mono">gatehouse redteam --scenario FILE</code>
      </p>
    </>
  );
}

const SettingFacts = ({ setting }: { setting: RedteamSetting }) => (
  <KeyValue
    items={[
      { label: "Runs", value: setting.everyDays === 0 ? "only by hand" : `every ${setting.everyDays} days` },
      { label: "Next", value: setting.nextAt ? <Time at={setting.nextAt} /> : "none is planned" },
      {
        label: "Answers for what is found",
        value: setting.ownerName ? <InlineUntrusted text={setting.ownerName} max={80} /> : "nobody is named",
      },
    ]}
  />
);
