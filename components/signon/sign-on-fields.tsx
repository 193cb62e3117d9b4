"use client";

import { roleWords } from "@/components/identity/role-words";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { PersonRole } from "@/lib/shared/permissions";
import type { SignOnDraft } from "./sign-on-draft";

type Props = {
  draft: SignOnDraft;
  onChange: (draft: SignOnDraft) => void;
  errors: Record<string, string>;
  hasSecret: boolean;
};

const startRoles = [
  { value: "", label: "None: only what their groups give" },
  ...PersonRole.options.map((value) => ({ value, label: roleWords[value].label })),
];

export function SignOnFields({ draft, onChange, errors, hasSecret }: Props) {
  const set = (more: Partial<SignOnDraft>) => onChange({ ...draft, ...more });
  const text = (name: "name" | "issuer" | "clientId" | "domains" | "groupsClaim") => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
    autoComplete: "off",
  });
  return (
    <>
      <Field label="Name" error={errors.name} hint="The sign-in page says “Continue with” and this.">
        <Input {...text("name")} maxLength={60} required />
      </Field>
      <Field label="Issuer" error={errors.issuer} hint="Exactly as the provider writes it, without /.well-known.">
        <Input mono {...text("issuer")} placeholder="https://login.example.com" required />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Client id" error={errors.clientId}>
          <Input mono {...text("clientId")} required />
        </Field>
        <Field
          label="Client secret"
          error={errors.clientSecret}
          hint={hasSecret ? "Leave it empty to keep the stored one." : "Stored sealed, never shown again."}
        >
          <Input
            mono
            type="password"
            value={draft.clientSecret}
            onChange={(event) => set({ clientSecret: event.target.value })}
            autoComplete="new-password"
          />
        </Field>
      </div>
      <Field label="E-mail domains" error={errors.domains} hint="Addresses elsewhere are refused. Each one in full.">
        <Input mono {...text("domains")} placeholder="example.com, example.org" required />
      </Field>
      <Field label="Groups claim" aside="optional" error={errors.groupsClaim} hint="Where the provider lists groups.">
        <Input mono {...text("groupsClaim")} placeholder="groups" />
      </Field>
      <Switch
        label="Take addresses that are not marked as verified"
        hint="Only for a provider that never says so and lets nobody choose their address. One that says “not verified” is refused all the same."
        checked={draft.trustsAddress}
        onCheckedChange={(trustsAddress) => set({ trustsAddress })}
      />
      <Switch
        label="Let in people whom nobody invited"
        hint="They get an account at their first sign-in."
        checked={draft.newcomers}
        onCheckedChange={(newcomers) => set({ newcomers })}
      />
      {draft.newcomers ? (
        <Field label="Role of new people" error={errors.newcomerRole}>
          <Select
            options={startRoles}
            value={draft.newcomerRole}
            onChange={(event) => set({ newcomerRole: event.target.value })}
          />
        </Field>
      ) : null}
    </>
  );
}
