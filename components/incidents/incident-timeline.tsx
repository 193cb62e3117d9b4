"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { wordsOfAction } from "@/components/audit/action-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { keyed } from "@/components/ui/keyed";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Textarea } from "@/components/ui/textarea";
import { Time } from "@/components/ui/time";
import { problemOf } from "@/lib/client/problem-of";
import { addIncidentNoteOp, type EntryKind, type TimelineItem, type WholeIncident } from "@/lib/incidents/contract";
import { sourceWords } from "./incident-words";
import { useIncidentAct } from "./use-incident";

const entryWords: Record<EntryKind, string> = {
  opened: "Opened",
  finding: "Finding added",
  edited: "Changed",
  note: "Note",
  contained: "Contained",
  reopened: "Opened again",
  review: "Closed with its review",
  clockStarted: "Clock started",
  clockMet: "Clock met",
};
const kindOf = ({ source, kind }: TimelineItem): string => {
  if (source === "incident" && Object.hasOwn(entryWords, kind)) return entryWords[kind as EntryKind];
  return source === "finding" || source === "audit" ? wordsOfAction(kind) : sourceWords[source];
};

const said = ({ at, source, kind, text }: TimelineItem): string => `${at} ${source} ${kind} ${text}`;

/** What happened, oldest first. Nothing in it was typed twice: it is read from what is on record. */
export function IncidentTimeline({ incident }: { incident: WholeIncident }) {
  return (
    <>
      <ol className="border-line border-t">
        {keyed(incident.timeline, said).map(({ key, item }) => (
          <li key={key} className="border-line border-b py-2 text-sm">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <Time at={item.at} absolute className="text-muted text-xs" />
              <Badge>{kindOf(item)}</Badge>
              {item.byName ? (
                <span className="text-muted text-xs">
                  <InlineUntrusted text={item.byName} max={80} />
                </span>
              ) : null}
            </p>
            <ItemText item={item} />
          </li>
        ))}
      </ol>
      {incident.cut ? <p className="mt-2 text-muted text-xs">There is more than is shown here.</p> : null}
    </>
  );
}

function ItemText({ item }: { item: TimelineItem }) {
  const text = <InlineUntrusted text={item.text} max={4000} />;
  return (
    <p className="break-words">
      {item.href ? (
        <Link href={item.href} className="inline-block min-h-6 hover:underline">
          {text}
        </Link>
      ) : (
        text
      )}
    </p>
  );
}

export function NewNote({ incident }: { incident: WholeIncident }) {
  const [text, setText] = useState("");
  const add = useIncidentAct(addIncidentNoteOp, () => setText(""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "" && !add.isPending) add.mutate({ id: incident.id, text });
  };
  return (
    <form onSubmit={submit} className="mt-4 max-w-[40rem] space-y-3">
      <Field label="Add a note" hint="It cannot be changed afterwards.">
        <Textarea value={text} maxLength={4000} onChange={(event) => setText(event.target.value)} />
      </Field>
      <FormError problem={problemOf(add.error)} />
      <Button type="submit" disabled={text.trim() === ""} loading={add.isPending}>
        Add the note
      </Button>
    </form>
  );
}
