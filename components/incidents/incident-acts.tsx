"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { severityWords } from "@/components/findings/finding-words";
import { FormFoot } from "@/components/plan/form-foot";
import { peopleOptions } from "@/components/plan/people-options";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { Severity } from "@/lib/findings/contract";
import { listPeopleOp } from "@/lib/identity/contract";
import {
  closeIncidentOp,
  containIncidentOp,
  editIncidentOp,
  reopenIncidentOp,
  type WholeIncident,
} from "@/lib/incidents/contract";
import { useIncidentAct } from "./use-incident";

/** What can be done with the incident itself; what stops its agents stands beside them. */
export function IncidentActs({ incident }: { incident: WholeIncident }) {
  return (
    <>
      {incident.status === "open" ? <Contain incident={incident} /> : null}
      {incident.status === "closed" ? <Reopen incident={incident} /> : <Close incident={incident} />}
    </>
  );
}

function Contain({ incident }: { incident: WholeIncident }) {
  const [open, setOpen] = useState(false);
  const act = useIncidentAct(containIncidentOp, () => setOpen(false));
  return (
    <ReasonDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Contained…</Button>}
      title="Say that it is contained?"
      description="An incident whose agents are all stopped is contained by itself, once every point has confirmed it. Say so here where it was contained in another way."
      hint="How it can do no more harm. Kept in the time line."
      act="It is contained"
      busy={act.isPending}
      problem={problemOf(act.error)}
      onGive={(reason) => act.mutate({ id: incident.id, reason })}
    />
  );
}

function Reopen({ incident }: { incident: WholeIncident }) {
  const [open, setOpen] = useState(false);
  const act = useIncidentAct(reopenIncidentOp, () => setOpen(false));
  return (
    <ReasonDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Open again…</Button>}
      title="Open this incident again?"
      description="Its review stays in the time line. Closing it again needs another one."
      hint="Why. Kept in the time line."
      act="Open again"
      busy={act.isPending}
      problem={problemOf(act.error)}
      onGive={(reason) => act.mutate({ id: incident.id, reason })}
    />
  );
}

const FORM = "close-incident";
const empty = { what: "", cause: "", changes: "" };
const questions = {
  what: "What happened",
  cause: "Why it could happen",
  changes: "What changes, so that it does not happen again",
} as const;

function Close({ incident }: { incident: WholeIncident }) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(empty);
  const [dismissFindings, setDismiss] = useState(false);
  const act = useIncidentAct(closeIncidentOp, () => setOpen(false));
  const problem = problemOf(act.error);
  const errors = fieldErrors(problem);
  const openFindings = incident.allFindings.filter(({ status }) => status === "open").length;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        act.reset();
        setOpen(next);
      }}
      trigger={<Button variant="primary">Close…</Button>}
      title="Close with a review"
      description="It cannot be changed afterwards. Nothing of the incident is ever deleted."
      footer={<FormFoot form={FORM} label="Close the incident" loading={act.isPending} />}
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!act.isPending) act.mutate({ id: incident.id, ...draft, dismissFindings });
        }}
      >
        {(Object.keys(questions) as (keyof typeof questions)[]).map((key) => (
          <Field key={key} label={questions[key]} required error={errors[key]}>
            <Textarea
              value={draft[key]}
              maxLength={4000}
              onChange={(event) => setDraft({ ...draft, [key]: event.target.value })}
            />
          </Field>
        ))}
        {openFindings > 0 ? (
          <Checkbox
            label={openFindings === 1 ? "Dismiss its open finding" : `Dismiss its ${openFindings} open findings`}
            checked={dismissFindings}
            onCheckedChange={(checked) => setDismiss(checked === true)}
          />
        ) : null}
        <FormError problem={problemBesides(problem, Object.keys(questions))} />
      </form>
    </Dialog>
  );
}

const severities = Severity.options.map((value) => ({ value, label: severityWords[value] }));

/** Who answers for it and how grave it is: set at once, and told in the time line. */
export function IncidentSetting({ incident }: { incident: WholeIncident }) {
  const { data } = useQuery(optionsFor(listPeopleOp, {}));
  const act = useIncidentAct(editIncidentOp);
  const edit = (change: { ownerId?: string | null; severity?: Severity }) =>
    act.mutate({ id: incident.id, version: incident.version, ...change });
  return (
    <div className="space-y-3">
      <Field label="Owner">
        <Select
          value={incident.owner?.id ?? ""}
          placeholder="Nobody yet"
          disabled={act.isPending || !data}
          options={peopleOptions(data?.items ?? [])}
          onChange={(event) => edit({ ownerId: event.target.value === "" ? null : event.target.value })}
        />
      </Field>
      <Field label="Severity">
        <Select
          value={incident.severity}
          disabled={act.isPending}
          options={severities}
          onChange={(event) => edit({ severity: Severity.parse(event.target.value) })}
        />
      </Field>
      <FormError problem={problemOf(act.error)} />
    </div>
  );
}
