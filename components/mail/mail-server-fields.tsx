"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { CaField, HostPortFields } from "@/components/ui/network-fields";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { MailSecurity } from "@/lib/mail/contract";
import { type MailDraft, withSecurity } from "./mail-draft";
import { securityWords } from "./message-words";

type Props = {
  draft: MailDraft;
  onChange: (draft: MailDraft) => void;
  errors: Record<string, string>;
  hasPassword: boolean;
};

export function MailServerFields(props: Props) {
  const { draft, onChange, errors } = props;
  return (
    <>
      <HostPortFields
        value={draft}
        errors={errors}
        placeholder="smtp.example.com"
        onChange={(place) => onChange({ ...draft, ...place })}
      />
      <Field label="Encryption" hint="Without it, only to addresses that whoever runs Gatehouse has allowed.">
        <Select
          value={draft.security}
          options={MailSecurity.options.map((value) => ({ value, label: securityWords[value].label }))}
          onChange={(event) => onChange(withSecurity(draft, event.target.value))}
        />
      </Field>
      <SignIn {...props} />
      <Field label="From address" error={errors.fromAddress} hint="One that the server may send as.">
        <Input
          type="email"
          value={draft.fromAddress}
          onChange={(event) => onChange({ ...draft, fromAddress: event.target.value })}
          placeholder="gatehouse@example.com"
          autoComplete="off"
          required
        />
      </Field>
      {draft.security === "none" ? null : (
        <CaField value={draft.ca} error={errors.ca} of="a server" onChange={(ca) => onChange({ ...draft, ca })} />
      )}
      <Switch
        label="Paused"
        hint="Nothing is sent; messages wait for at most a day."
        checked={draft.paused}
        onCheckedChange={(paused) => onChange({ ...draft, paused })}
      />
    </>
  );
}

function SignIn({ draft, onChange, errors, hasPassword }: Props) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="User" aside="optional" error={errors.username}>
        <Input
          mono
          value={draft.username}
          onChange={(event) => onChange({ ...draft, username: event.target.value })}
          autoComplete="off"
        />
      </Field>
      <Field
        label="Password"
        error={errors.password}
        hint={hasPassword ? "Leave it empty to keep the stored one." : "Stored sealed, never shown again."}
      >
        <Input
          mono
          type="password"
          value={draft.password}
          onChange={(event) => onChange({ ...draft, password: event.target.value })}
          autoComplete="new-password"
        />
      </Field>
    </div>
  );
}
