"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormFoot } from "@/components/plan/form-foot";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import type { Finding } from "@/lib/findings/contract";
import { addIncidentFindingsOp, listIncidentsOp, openIncidentOp } from "@/lib/incidents/contract";
import { IncidentState } from "./incident-looks";
import { incidentHref } from "./incident-words";
import { useIncidentAct } from "./use-incident";

const live = { findings: [listIncidentsOp.id] };

/** The incident that a finding belongs to, or the way to put it into one. */
export function FindingIncident({ finding, mayManage }: { finding: Finding; mayManage: boolean }) {
  const { data } = useQuery(optionsFor(listIncidentsOp, { findingId: finding.id, limit: 1 }));
  useLive(live);
  const own = data?.items[0];
  return (
    <Section title="Incident" actions={data && !own && mayManage ? <MakeIncident finding={finding} /> : null}>
      {own ? (
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <Link href={incidentHref(own.id)} className="inline-block min-h-6 py-0.5 hover:underline">
            Incident {own.number}: <InlineUntrusted text={own.title} max={120} />
          </Link>
          <IncidentState value={own.status} />
        </p>
      ) : (
        <p className="text-muted text-sm">{data ? "It belongs to no incident." : "Looking…"}</p>
      )}
    </Section>
  );
}

const FORM = "make-incident";

function MakeIncident({ finding }: { finding: Finding }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState("");
  const [into, setInto] = useState("");
  const { data } = useQuery({ ...optionsFor(listIncidentsOp, { status: "open", limit: 50 }), enabled: open });
  const done = ({ id }: { id: string }) => router.push(incidentHref(id));
  const make = useIncidentAct(openIncidentOp, done);
  const add = useIncidentAct(addIncidentFindingsOp, done);
  const known = (data?.items ?? []).map(({ id, number, title: name }) => ({ value: id, label: `${number} ${name}` }));
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) setTitle(finding.title.slice(0, 160));
        make.reset();
        add.reset();
        setOpen(next);
      }}
      trigger={<Button size="sm">Put into an incident…</Button>}
      title="Put this finding into an incident"
      description="A finding belongs to one incident, and stays in it."
      footer={
        <FormFoot form={FORM} label={into ? "Add it" : "Open an incident"} loading={make.isPending || add.isPending} />
      }
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (make.isPending || add.isPending) return;
          if (into) add.mutate({ id: into, findingIds: [finding.id] });
          else make.mutate({ title, findingIds: [finding.id] });
        }}
      >
        <Field label="Which">
          <Select
            value={into}
            placeholder="A new one"
            options={known}
            onChange={(event) => setInto(event.target.value)}
          />
        </Field>
        {into ? null : (
          <Field label="Title" required>
            <Input value={title} maxLength={160} required onChange={(event) => setTitle(event.target.value)} />
          </Field>
        )}
        <FormError problem={problemOf(make.error ?? add.error)} />
      </form>
    </Dialog>
  );
}
