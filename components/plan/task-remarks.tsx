"use client";

import { ExternalLink } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { Time } from "@/components/ui/time";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { addRemarkOp, type Remark, RemarkKind, type WholeTask } from "@/lib/plan/task-contract";
import { usePlanAct } from "./use-plan";

/** What shows that the task was done, and what was said about it. */
export function TaskRemarks({ task, mayWrite }: { task: WholeTask; mayWrite: boolean }) {
  const evidence = task.remarks.filter(({ kind }) => kind !== "comment");
  const comments = task.remarks.filter(({ kind }) => kind === "comment");
  return (
    <>
      <Section
        title="Evidence"
        description="Links and notes that show what was done. They cannot be changed afterwards."
      >
        <RemarkList remarks={evidence} none="No evidence yet." />
      </Section>
      <Section title="Comments">
        <RemarkList remarks={comments} none="No comments yet." />
      </Section>
      {mayWrite ? <NewRemark id={task.id} /> : null}
    </>
  );
}

function RemarkList({ remarks, none }: { remarks: readonly Remark[]; none: string }) {
  if (remarks.length === 0) return <p className="text-muted text-sm">{none}</p>;
  return (
    <ul className="border-line border-t">
      {remarks.map((remark) => (
        <li key={remark.id} className="border-line border-b py-2 text-sm">
          <div className="whitespace-pre-line break-words">
            {remark.kind === "link" ? (
              <EvidenceLink url={remark.text} />
            ) : (
              <InlineUntrusted text={remark.text} max={2000} />
            )}
          </div>
          <p className="mt-0.5 text-muted text-xs">
            <InlineUntrusted text={remark.byName} max={80} />, <Time at={remark.at} />
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The whole address is shown, with what is invisible made visible: a link says where it leads. */
const EvidenceLink = ({ url }: { url: string }) => (
  <a
    href={url}
    target="_blank"
    rel="noopener noreferrer nofollow"
    className="inline-flex min-h-6 items-center gap-1 break-all text-accent hover:underline"
  >
    <InlineUntrusted text={url} max={2000} />
    <ExternalLink aria-hidden="true" className="size-3.5 shrink-0" />
    <span className="sr-only">(opens elsewhere)</span>
  </a>
);

const kinds: Record<RemarkKind, string> = { comment: "A comment", note: "Evidence: a note", link: "Evidence: a link" };
const options = RemarkKind.options.map((value) => ({ value, label: kinds[value] }));

function NewRemark({ id }: { id: string }) {
  const [kind, setKind] = useState<RemarkKind>("comment");
  const [text, setText] = useState("");
  const add = usePlanAct(addRemarkOp, () => setText(""));
  const problem = problemOf(add.error);
  const errors = fieldErrors(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "" && !add.isPending) add.mutate({ id, kind, text });
  };
  return (
    <form onSubmit={submit} className="mb-8 max-w-[40rem] space-y-3">
      <Field label="Add">
        <Select
          value={kind}
          options={options}
          onChange={(event) => setKind(RemarkKind.parse(event.target.value))}
          className="sm:w-56"
        />
      </Field>
      {kind === "link" ? (
        <Field label="Link" required error={errors.text} hint="Begins with https://">
          <Input type="url" value={text} maxLength={2000} onChange={(event) => setText(event.target.value)} />
        </Field>
      ) : (
        <Field label={kind === "note" ? "Note" : "Comment"} required error={errors.text}>
          <Textarea value={text} maxLength={2000} onChange={(event) => setText(event.target.value)} />
        </Field>
      )}
      <FormError problem={problemBesides(problem, ["text"])} />
      <Button type="submit" disabled={text.trim() === ""} loading={add.isPending} className="max-sm:h-11">
        Add
      </Button>
    </form>
  );
}
