"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getRedteamRunOp, type WholeRedteamRun } from "@/lib/redteam/contract";
import { ChangesSince } from "./changes-since";
import { RunMark, saidOf, underWay } from "./redteam-looks";
import { ScenariosTable } from "./scenarios-table";

const LOOK_EVERY_MS = 2_000;
const live = { audit: [getRedteamRunOp.id] };

export function RedteamRunView({ id }: { id: string }) {
  const { data: run } = useSuspenseQuery({
    ...optionsFor(getRedteamRunOp, { id }),
    refetchInterval: ({ state }) => (state.data && underWay(state.data) ? LOOK_EVERY_MS : false),
  });
  useLive(live);
  const { statement } = run;
  return (
    <>
      <PageHeader
        title={
          <>
            Exercise of <Time at={run.askedAt} absolute />
          </>
        }
        trail={<Trail />}
        status={<RunMark run={run} />}
        actions={
          statement ? (
            <Button asChild>
              <Link href="/reports">Penetration-test report</Link>
            </Button>
          ) : null
        }
      />
      <Callout tone={toneOf(run)} className="mb-6">
        <InlineUntrusted text={saidOf(run)} max={600} />
      </Callout>
      {statement ? (
        <>
          <Section
            title="Attacks"
            description="Each was made without the protection too, where it has to succeed, or it proves nothing."
          >
            <ScenariosTable runId={id} scenarios={statement.scenarios} />
          </Section>
          <ChangesSince id={id} />
          <Section title="Record">
            <RunFacts run={run} />
          </Section>
        </>
      ) : null}
    </>
  );
}

const Trail = () => (
  <Breadcrumb
    items={[
      { label: "Isolation", href: "/isolation" },
      { label: "Red-team exercises", href: "/isolation/red-team" },
      { label: "Exercise" },
    ]}
  />
);

function toneOf({ outcome, status }: WholeRedteamRun) {
  if (outcome?.result === "passed") return "deny";
  return outcome?.result === "contained" || underWay({ status }) ? "note" : "unknown";
}

function RunFacts({ run: { statement, signed, askedByName, cause } }: { run: WholeRedteamRun }) {
  if (!statement || !signed) return null;
  const { runner, revision, range, startedAt, endedAt } = statement;
  return (
    <KeyValue
      items={[
        {
          label: "Asked for by",
          value: (
            <>
              <InlineUntrusted text={askedByName} max={80} />
              {cause === "schedule" ? ", as scheduled" : ""}
            </>
          ),
        },
        { label: "Began", value: <Time at={startedAt} absolute /> },
        { label: "Ended", value: <Time at={endedAt} absolute /> },
        {
          label: "Run by",
          value: `${runner.place === "worker" ? "the worker" : "the command line"}, Gatehouse ${runner.version}, Node ${runner.node}, ${runner.platform}`,
        },
        { label: "Policy", value: `revision ${revision} of the exercise's own organisation` },
        { label: "Range", value: range, mono: true },
        { label: "Signature", value: <span className="break-all">{signed.signature}</span>, mono: true },
      ]}
    />
  );
}
