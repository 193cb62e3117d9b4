"use client";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { type LimitName, limitNames, newRule, type ProfileDraft, type RuleDraft, ruleKinds } from "./profile-draft";

type Props = { draft: ProfileDraft; set: (draft: ProfileDraft) => void; named: boolean };

const limitWords: Record<LimitName, { label: string; usual: string }> = {
  memoryMb: { label: "Memory, MB", usual: "1024" },
  processes: { label: "Processes", usual: "128" },
  cpuSeconds: { label: "CPU of each, seconds", usual: "3600" },
  wallSeconds: { label: "In all, seconds", usual: "86400" },
  fileMb: { label: "One file, MB", usual: "64" },
  tmpMb: { label: "Temporary files, MB", usual: "64" },
};

const kindWords = {
  https: "https: the proxy speaks TLS, and sees method and path",
  http: "http: passed on as it came",
  tunnel: "tunnel: the agent speaks TLS, nothing is seen",
} as const;

/** Everything that is left empty is refused to the agent. */
export function ProfileForm({ draft, set, named }: Props) {
  const many = (name: "read" | "write" | "set" | "pass", label: string, hint: string) => (
    <Field label={label} hint={hint}>
      <Textarea mono rows={3} value={draft[name]} onChange={(event) => set({ ...draft, [name]: event.target.value })} />
    </Field>
  );
  return (
    <div className="space-y-6">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" required hint="Runners ask for it by this name. It stays.">
          <Input
            mono
            value={draft.name}
            readOnly={named}
            onChange={(event) => set({ ...draft, name: event.target.value })}
          />
        </Field>
        <Field label="Starts in" aside="optional" hint="One of the places below.">
          <Input mono value={draft.directory} onChange={(event) => set({ ...draft, directory: event.target.value })} />
        </Field>
        {many("read", "May read", "A place each line, from the root. Programs of the system can always be read.")}
        {many("write", "May write", "A place each line. Whatever is called .git in them stays read-only.")}
        {many("set", "Variables", "NAME=value each line, for all to see. Secrets belong to hosts.")}
        {many("pass", "Variables passed on", "Names in the runner's environment, one each line.")}
      </div>
      <fieldset>
        <legend className="mb-2 font-medium text-sm">May reach</legend>
        {draft.egress.length === 0 ? <p className="mb-2 text-muted text-sm">Nothing.</p> : null}
        <ol className="space-y-4">
          {draft.egress.map((rule, index) => (
            <li key={rule.key} className="border-line border-l-2 pl-3">
              <RuleFields
                rule={rule}
                number={index + 1}
                set={(next) => set({ ...draft, egress: draft.egress.with(index, next) })}
                remove={() => set({ ...draft, egress: draft.egress.toSpliced(index, 1) })}
              />
            </li>
          ))}
        </ol>
        <Button
          type="button"
          size="sm"
          className="mt-3"
          onClick={() => set({ ...draft, egress: [...draft.egress, newRule()] })}
        >
          Add a host
        </Button>
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-medium text-sm">Limits</legend>
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          {limitNames.map((name) => (
            <Field key={name} label={limitWords[name].label} aside={`usual: ${limitWords[name].usual}`}>
              <Input
                inputMode="numeric"
                value={draft.limits[name]}
                placeholder={limitWords[name].usual}
                onChange={(event) => set({ ...draft, limits: { ...draft.limits, [name]: event.target.value } })}
              />
            </Field>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

type RuleProps = { rule: RuleDraft; number: number; set: (rule: RuleDraft) => void; remove: () => void };

function RuleFields({ rule, number, set, remove }: RuleProps) {
  const text = (name: keyof RuleDraft, label: string, hint?: string) => (
    <Field label={label} {...(hint ? { hint } : {})}>
      <Input
        mono
        value={rule[name]}
        autoComplete="off"
        onChange={(event) => set({ ...rule, [name]: event.target.value })}
      />
    </Field>
  );
  const seen = rule.as !== "tunnel";
  return (
    <fieldset className="grid gap-3 sm:grid-cols-3">
      <legend className="sr-only">Host {number}</legend>
      {text("host", "Host")}
      {text("port", "Port")}
      <Field label="As">
        <Select
          value={rule.as}
          options={ruleKinds.map((value) => ({ value, label: kindWords[value] }))}
          onChange={(event) => set({ ...rule, as: event.target.value })}
        />
      </Field>
      {seen ? text("methods", "Methods", "With commas; none means all.") : null}
      {seen ? text("paths", "Paths", "With commas; one that ends in / means all below it.") : null}
      {text("addresses", "Private addresses", "Only where it stands outside the public internet.")}
      {seen ? text("secretName", "Secret", "What people call it; none where it needs none.") : null}
      {seen ? text("secretFrom", "Variable that holds it", "In the runner's environment.") : null}
      {seen ? text("secretHeader", "Header") : null}
      {seen ? text("secretPrefix", "Before the value", "As “Bearer ”, with its space.") : null}
      <div className="flex items-end sm:col-span-3">
        <Button type="button" size="sm" variant="quiet" onClick={remove}>
          Remove host {number}
        </Button>
      </div>
    </fieldset>
  );
}
