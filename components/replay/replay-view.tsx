"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { shiftWords } from "@/components/policy/meaning-words";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { DataTable } from "@/components/ui/data-table";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { LiveRegion } from "@/components/ui/live-region";
import { Section } from "@/components/ui/page-header";
import { Progress } from "@/components/ui/progress";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { cancelReplayOp, getReplayOp, type Replay, type ReplayResult } from "@/lib/replay/contract";
import { aDay, basisWords, statusWords } from "./replay-words";
import { ShiftDetails } from "./shift-details";

const live = { audit: [getReplayOp.id] };

/** One replay: how far it is, and then what it found. */
export function ReplayView({ id, mayCancel }: { id: string; mayCancel: boolean }) {
  const { data: replay } = useSuspenseQuery(optionsFor(getReplayOp, { id }));
  useLive(live);
  const open = replay.status === "waiting" || replay.status === "running";
  return (
    <>
      <LiveRegion>{statusWords[replay.status]}</LiveRegion>
      {open ? <Running replay={replay} mayCancel={mayCancel} /> : null}
      {replay.status === "failed" ? <Callout tone="deny">{replay.fault}</Callout> : null}
      {replay.status === "cancelled" ? (
        <p className="text-muted text-sm">It was cancelled; nothing of it was kept.</p>
      ) : null}
      {replay.result ? <Found result={replay.result} current={replay.current} /> : null}
    </>
  );
}

function Running({ replay, mayCancel }: { replay: Replay; mayCancel: boolean }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => call(cancelReplayOp, { id: replay.id }),
    onSettled: () => queries.invalidateQueries({ queryKey: [getReplayOp.id] }),
  });
  return (
    <div className="max-w-[40rem] space-y-4">
      <Progress label={statusWords[replay.status]} done={replay.done} total={replay.total} unit="calls" />
      {mayCancel ? (
        <Button size="sm" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel the replay
        </Button>
      ) : null}
      <FormError problem={problemOf(cancel.error)} />
    </div>
  );
}

function Found({ result, current }: { result: ReplayResult; current: boolean }) {
  return (
    <>
      {current ? null : (
        <div className="mb-6">
          <Callout tone="hold" title="The draft has changed since">
            This is what an earlier draft would have done.{" "}
            <Link href="/policies/replay" className="underline">
              Replay the present one
            </Link>
          </Callout>
        </div>
      )}
      <Section title="What would have been decided otherwise" description={basisWords(result)}>
        {result.shifts.length === 0 ? (
          <p className="border-line border-t py-3 text-sm">No recorded call would have been decided otherwise.</p>
        ) : (
          <ul className="border-line border-t">
            {result.shifts.map((shift) => (
              <li key={shift.shift} className="border-line border-b py-4">
                <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
                  <strong className={shiftWords[shift.shift].wider ? "font-medium text-hold" : "font-medium"}>
                    {shiftWords[shift.shift].label}
                  </strong>
                  <span className="text-muted tabular-nums">
                    {plural(shift.calls, "call")}, {aDay(shift.calls / result.days)} a day
                  </span>
                </p>
                <ShiftDetails shift={shift} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      {result.asked.length > 0 ? <Asked asked={result.asked} /> : null}
    </>
  );
}

const Asked = ({ asked }: Pick<ReplayResult, "asked">) => (
  <Section
    title="Who would be asked"
    description="Requests a day that each person could decide, as they are asked at once, before any escalation."
  >
    <DataTable
      caption="Requests a day by person"
      rows={asked}
      rowKey={({ id }) => id}
      columns={[
        { id: "name", header: "Person", cell: ({ name }) => name },
        { id: "before", header: "In force", width: "8rem", align: "end", cell: ({ before }) => aDay(before) },
        { id: "after", header: "Draft", width: "8rem", align: "end", cell: ({ after }) => aDay(after) },
      ]}
    />
  </Section>
);
