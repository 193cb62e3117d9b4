"use client";

import { useState } from "react";
import { FormFoot } from "@/components/plan/form-foot";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import {
  type IncidentClock,
  meetIncidentClockOp,
  startIncidentClockOp,
  type WholeIncident,
} from "@/lib/incidents/contract";
import { Regime, regimes } from "@/lib/incidents/rules";
import { ClockState } from "./incident-looks";
import { useIncidentAct } from "./use-incident";

/** By when somebody must be told, and what shows that they were. */
export function IncidentClocks({ incident, mayManage }: { incident: WholeIncident; mayManage: boolean }) {
  if (incident.clocks.length === 0) {
    return (
      <p className="text-muted text-sm">
        No clock runs. If the incident may have to be reported, start one with the time at which you became aware. This
        is no legal advice.
      </p>
    );
  }
  return (
    <ul className="border-line border-t">
      {incident.clocks.map((clock) => (
        <li key={clock.id} className="border-line border-b py-2 text-sm">
          <div className="flex flex-wrap items-start justify-between gap-2">
            <span className="min-w-0">
              <InlineUntrusted text={clock.title} max={160} />
            </span>
            <ClockState value={clock.state} />
          </div>
          <ClockFacts clock={clock} />
          {mayManage && !clock.met ? <Meet incident={incident} clock={clock} /> : null}
        </li>
      ))}
    </ul>
  );
}

const ClockFacts = ({ clock }: { clock: IncidentClock }) => (
  <p className="text-muted text-xs">
    Aware <Time at={clock.awareAt} absolute />. Due <Time at={clock.dueAt} absolute /> (<Time at={clock.dueAt} />
    ).
    {clock.met ? (
      <>
        {" "}
        Met <Time at={clock.met.at} absolute /> by <InlineUntrusted text={clock.met.byName} max={80} />:{" "}
        <InlineUntrusted text={clock.met.proof} max={2000} />
      </>
    ) : null}
  </p>
);

function Meet({ incident, clock }: { incident: WholeIncident; clock: IncidentClock }) {
  const [open, setOpen] = useState(false);
  const act = useIncidentAct(meetIncidentClockOp, () => setOpen(false));
  return (
    <ReasonDialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="quiet">
          It was met…<span className="sr-only"> {clock.title}</span>
        </Button>
      }
      title="Say that it was met"
      description="It is said once, with your name and the time of now."
      hint="What shows it: whom you told, by which report, under which number."
      act="It was met"
      busy={act.isPending}
      problem={problemOf(act.error)}
      onGive={(proof) => act.mutate({ id: incident.id, clockId: clock.id, proof })}
    />
  );
}

const FORM = "start-clock";
const options = Regime.options.map((value) => ({
  value,
  label: value === "other" ? "Another duty" : `${regimes[value].title} (${regimes[value].days} days)`,
}));
const local = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
const instant = (value: string): string => (value === "" ? "" : new Date(value).toISOString());

export function StartClock({ incident }: { incident: WholeIncident }) {
  const [open, setOpen] = useState(false);
  const [regime, setRegime] = useState<Regime>("euAiAct15");
  const [times, setTimes] = useState({ aware: "", due: "" });
  const [title, setTitle] = useState("");
  const act = useIncidentAct(startIncidentClockOp, () => setOpen(false));
  const problem = problemOf(act.error);
  const errors = fieldErrors(problem);
  const own = regime === "other";
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) setTimes({ aware: local(new Date(incident.openedAt)), due: "" });
        act.reset();
        setOpen(next);
      }}
      trigger={<Button size="sm">Start a clock…</Button>}
      title="Start a clock"
      description="It is started once and cannot be put back. No legal advice: ask your counsel which of these apply."
      footer={<FormFoot form={FORM} label="Start it" loading={act.isPending} />}
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (act.isPending) return;
          const more = own ? { title, dueAt: instant(times.due) } : {};
          act.mutate({ id: incident.id, regime, awareAt: instant(times.aware), ...more });
        }}
      >
        <Field label="Which" hint={regime === "other" ? undefined : regimes[regime].help}>
          <Select value={regime} options={options} onChange={(event) => setRegime(Regime.parse(event.target.value))} />
        </Field>
        {own ? (
          <Field label="What it is" required error={errors.title}>
            <Input value={title} maxLength={160} required onChange={(event) => setTitle(event.target.value)} />
          </Field>
        ) : null}
        <Field label="Aware since" required hint="In your time zone." error={errors.awareAt}>
          <Input
            type="datetime-local"
            required
            value={times.aware}
            onChange={(event) => setTimes({ ...times, aware: event.target.value })}
          />
        </Field>
        {own ? (
          <Field label="Due" required hint="In your time zone." error={errors.dueAt}>
            <Input
              type="datetime-local"
              required
              value={times.due}
              onChange={(event) => setTimes({ ...times, due: event.target.value })}
            />
          </Field>
        ) : null}
        <FormError problem={problemBesides(problem, ["title", "awareAt", "dueAt"])} />
      </form>
    </Dialog>
  );
}
