"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { readArguments } from "@/components/policy/sample-arguments";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { LiveRegion } from "@/components/ui/live-region";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { Effect } from "@/components/ui/status";
import { Textarea } from "@/components/ui/textarea";
import { type ApplicationTerms, tryApplicationOp } from "@/lib/applications/contract";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";

const options = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
/** What was chosen, as long as it is still there. */
const among = (names: readonly string[], chosen: string) => (names.includes(chosen) ? chosen : (names[0] ?? ""));

/** Asks what is typed, kept or not, about one question. */
export function TryApplication({ terms }: { terms: ApplicationTerms | null }) {
  const [chosen, setChosen] = useState({ subject: "", resource: "", action: "" });
  const [ids, setIds] = useState({ subject: "", resource: "" });
  const [told, setTold] = useState({ subject: "{}", resource: "{}", action: "{}" });
  const ask = useMutation({
    mutationFn: (input: Parameters<typeof call<typeof tryApplicationOp.input, typeof tryApplicationOp.output>>[1]) =>
      call(tryApplicationOp, input),
  });
  const read = {
    subject: readArguments(told.subject),
    resource: readArguments(told.resource),
    action: readArguments(told.action),
  };
  const errorOf = (what: keyof typeof read) => {
    const one = read[what];
    return one.ok ? undefined : one.problem;
  };
  const change = (set: () => void) => {
    set();
    ask.reset();
  };
  if (!terms) return <p className="text-muted text-sm">Fill in the rest first: there is nothing to ask yet.</p>;
  const subjectType = among(terms.subjectTypes, chosen.subject);
  const resourceType = among(terms.resourceTypes, chosen.resource);
  const action = among(terms.actions, chosen.action);
  const send = () => {
    if (!read.subject.ok || !read.resource.ok || !read.action.ok) return;
    const question = {
      subject: { type: subjectType, id: ids.subject, properties: read.subject.value },
      action: { name: action, properties: read.action.value },
      resource: { type: resourceType, id: ids.resource, properties: read.resource.value },
    };
    ask.mutate({ terms, question });
  };
  const sides = [
    { what: "subject", label: "Subject", type: subjectType, types: terms.subjectTypes },
    { what: "resource", label: "Resource", type: resourceType, types: terms.resourceTypes },
  ] as const;
  return (
    <div className="space-y-4">
      <div className="grid gap-4 lg:grid-cols-3">
        {sides.map(({ what, label, type, types }) => (
          <div key={what} className="space-y-2">
            <Field label={`${label} type`}>
              <Select
                value={type}
                onChange={(event) => change(() => setChosen({ ...chosen, [what]: event.target.value }))}
                options={options(types)}
              />
            </Field>
            <Field label={`${label} id`}>
              <Input
                mono
                value={ids[what]}
                maxLength={1000}
                onChange={(event) => change(() => setIds({ ...ids, [what]: event.target.value }))}
              />
            </Field>
            <Field label={`${label} properties`} error={errorOf(what)}>
              <Textarea
                mono
                value={told[what]}
                onChange={(event) => change(() => setTold({ ...told, [what]: event.target.value }))}
              />
            </Field>
          </div>
        ))}
        <div className="space-y-2">
          <Field label="Action">
            <Select
              value={action}
              onChange={(event) => change(() => setChosen({ ...chosen, action: event.target.value }))}
              options={options(terms.actions)}
            />
          </Field>
          <Field label="Action properties" error={errorOf("action")}>
            <Textarea
              mono
              value={told.action}
              onChange={(event) => change(() => setTold({ ...told, action: event.target.value }))}
            />
          </Field>
        </div>
      </div>
      <Button loading={ask.isPending} onClick={send}>
        Ask
      </Button>
      <FormError problem={problemOf(ask.error)} />
      <LiveRegion>
        {ask.data ? (
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <Effect value={ask.data.decision ? "allow" : "deny"} />
            <InlineUntrusted text={ask.data.message} />
          </p>
        ) : null}
      </LiveRegion>
    </div>
  );
}
