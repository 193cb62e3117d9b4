"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { type Absence, endAbsenceOp, listAbsencesOp } from "@/lib/identity/absence-contract";
import { AbsenceForm } from "./absence-form";
import { EndAbsenceOf, SetAbsenceOf } from "./absence-of";

const live = { audit: [listAbsencesOp.id] };

type Props = { viewerId: string; maySetOthers: boolean };

/** One's own absence, whom one stands in for, and who else is away. */
export function AbsenceView({ viewerId, maySetOthers }: Props) {
  const { data } = useSuspenseQuery(optionsFor(listAbsencesOp, {}));
  useLive(live);
  const mine = data.items.find(({ person }) => person.id === viewerId) ?? null;
  const forMe = data.items.filter(({ delegate }) => delegate?.id === viewerId);
  const others = data.items.filter(({ person, delegate }) => person.id !== viewerId && delegate?.id !== viewerId);
  return (
    <>
      {mine ? <Mine absence={mine} /> : null}
      <Section
        title={mine ? "Change it" : "Be away"}
        description="Whoever stands in decides for you only where you could, counts as one person however many places they could fill, and cannot pass it on."
      >
        <AbsenceForm key={mine ? mine.from + mine.until : "new"} viewerId={viewerId} absence={mine} />
      </Section>
      {forMe.length > 0 ? (
        <Section title="You stand in" description="Be away yourself in that time, and nobody decides for them.">
          <Lines absences={forMe} viewerId={viewerId} maySetOthers={maySetOthers} />
        </Section>
      ) : null}
      {others.length > 0 || maySetOthers ? (
        <Section
          title="Others who are or will be away"
          description={
            maySetOthers ? "For somebody who cannot say it. It is in the audit log under your name." : undefined
          }
          actions={maySetOthers ? <SetAbsenceOf viewerId={viewerId} absences={data.items} /> : null}
        >
          {others.length > 0 ? (
            <Lines absences={others} viewerId={viewerId} maySetOthers={maySetOthers} />
          ) : (
            <p className="text-muted text-sm">Nobody else is away.</p>
          )}
        </Section>
      ) : null}
    </>
  );
}

function Mine({ absence }: { absence: Absence }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => call(endAbsenceOp, {}),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [listAbsencesOp.id] });
      toast.success(absence.now ? "Welcome back" : "Taken back", { description: "Requests wait for you again." });
    },
  });
  return (
    <Callout
      tone={absence.now ? "hold" : "note"}
      className="mb-6"
      title={absence.now ? "You are away" : "You will be away"}
      action={
        <Button onClick={() => end.mutate()} loading={end.isPending}>
          {absence.now ? "I am back" : "Take it back"}
        </Button>
      }
    >
      <Time at={absence.from} absolute /> to <Time at={absence.until} absolute />.{" "}
      {absence.delegate === null
        ? "Nobody stands in: what only you could decide waits, and is denied when its time is up."
        : absence.delegate.active
          ? `${absence.delegate.name} decides in your place.`
          : `${absence.delegate.name} was to stand in and is no active person any more. Name somebody else.`}
    </Callout>
  );
}

type LinesProps = Props & { absences: readonly Absence[] };

function Lines({ absences, viewerId, maySetOthers }: LinesProps) {
  return (
    <ul className="border-line border-t">
      {absences.map((absence) => (
        <Line key={absence.person.id} absence={absence} viewerId={viewerId} maySetOthers={maySetOthers} />
      ))}
    </ul>
  );
}

function Line({ absence, viewerId, maySetOthers }: Props & { absence: Absence }) {
  const { person, from, until, delegate, now } = absence;
  const standIn =
    delegate?.id === viewerId ? "you stand in" : delegate ? `${delegate.name} stands in` : "nobody stands in";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-2 text-sm">
      <span className="min-w-40 font-medium">{person.name}</span>
      <span className="text-muted">
        {now ? "away until " : "from "}
        <Time at={now ? until : from} absolute />
        {now ? null : (
          <>
            {" "}
            until <Time at={until} absolute />
          </>
        )}
      </span>
      <span className="text-muted">{standIn}</span>
      {maySetOthers ? (
        <span className="flex gap-2 sm:ml-auto">
          <SetAbsenceOf viewerId={viewerId} absences={[absence]} person={person} />
          <EndAbsenceOf absence={absence} />
        </span>
      ) : null}
    </li>
  );
}
