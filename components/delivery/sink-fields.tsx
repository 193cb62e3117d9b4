"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { CaField, HostPortFields } from "@/components/ui/network-fields";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { SinkKind } from "@/lib/delivery/contract";
import { isChatKind, type SinkDraft, withKind } from "./sink-draft";
import { kindWords, newsWords, sourceWords } from "./sink-words";

export type FieldsProps = {
  draft: SinkDraft;
  onChange: (draft: SinkDraft) => void;
  errors: Record<string, string>;
  /** Of a sink that exists: its kind is fixed, and its secret is known already. */
  existing?: boolean;
};

/** The fields of a sink by its kind. */
export function SinkFields(props: FieldsProps) {
  const { draft, onChange, errors, existing = false } = props;
  return (
    <>
      {existing ? null : (
        <Field label="Kind" hint={kindWords[draft.kind].hint}>
          <Select
            value={draft.kind}
            options={SinkKind.options.map((kind) => ({ value: kind, label: kindWords[kind].label }))}
            onChange={(event) => onChange(withKind(draft, SinkKind.parse(event.target.value)))}
          />
        </Field>
      )}
      <Field label="Name" error={errors.name}>
        <Input
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
          required
          maxLength={80}
          autoComplete="off"
          placeholder={`${kindWords[draft.kind].label} of the security team`}
        />
      </Field>
      <PlaceFields {...props} />
      <SendsFields {...props} />
    </>
  );
}

function PlaceFields(props: FieldsProps) {
  const { draft, onChange, errors } = props;
  if (draft.kind === "file") {
    return (
      <Field label="File name" error={errors.file} hint="In the folder deliveries of Gatehouse's data directory.">
        <Input
          mono
          value={draft.file}
          onChange={(event) => onChange({ ...draft, file: event.target.value })}
          required
        />
      </Field>
    );
  }
  if (draft.kind === "syslog" || draft.kind === "cef") return <SyslogFields {...props} />;
  if (isChatKind(draft.kind)) {
    return <SecretField {...props} label="Webhook address" hint="It is a secret: whoever has it can write there." />;
  }
  return (
    <>
      <Field label="Address" error={errors.url}>
        <Input
          mono
          type="url"
          value={draft.url}
          onChange={(event) => onChange({ ...draft, url: event.target.value })}
          placeholder={
            draft.kind === "splunk" ? "https://splunk.example.com:8088" : "https://siem.example.com/gatehouse"
          }
          required
        />
      </Field>
      {draft.kind === "splunk" ? <SplunkFields {...props} /> : null}
      <SecretField
        {...props}
        label={draft.kind === "splunk" ? "Collector token" : "Signing secret"}
        hint={
          draft.kind === "splunk"
            ? "Of the HTTP event collector."
            : "At least 16 characters; the receiver checks the signature with it."
        }
      />
      <ReceiverCa {...props} />
    </>
  );
}

function SplunkFields({ draft, onChange, errors }: FieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Index" aside="optional" error={errors.index}>
        <Input mono value={draft.index} onChange={(event) => onChange({ ...draft, index: event.target.value })} />
      </Field>
      <Field label="Source type" aside="optional" error={errors.sourcetype}>
        <Input
          mono
          value={draft.sourcetype}
          placeholder="ocsf"
          onChange={(event) => onChange({ ...draft, sourcetype: event.target.value })}
        />
      </Field>
    </div>
  );
}

function SyslogFields(props: FieldsProps) {
  const { draft, onChange, errors } = props;
  return (
    <>
      <HostPortFields value={draft} errors={errors} onChange={(place) => onChange({ ...draft, ...place })} />
      <Switch
        label="TLS"
        hint="Without it, only to addresses that whoever runs Gatehouse has allowed."
        checked={draft.tls}
        onCheckedChange={(tls) => onChange({ ...draft, tls })}
      />
      {draft.tls ? <ReceiverCa {...props} /> : null}
    </>
  );
}

function SecretField({
  draft,
  onChange,
  errors,
  existing,
  label,
  hint,
}: FieldsProps & { label: string; hint: string }) {
  return (
    <Field
      label={label}
      error={errors.secret}
      hint={
        existing
          ? "Stored sealed. Leave it empty to keep the one that is stored."
          : `${hint} Stored sealed, never shown again.`
      }
    >
      <Input
        mono
        type="password"
        value={draft.secret}
        onChange={(event) => onChange({ ...draft, secret: event.target.value })}
        required={!existing}
        autoComplete="new-password"
      />
    </Field>
  );
}

const ReceiverCa = ({ draft, onChange, errors }: FieldsProps) => (
  <CaField value={draft.ca} error={errors.ca} of="a receiver" onChange={(ca) => onChange({ ...draft, ca })} />
);

function SendsFields({ draft, onChange, errors }: FieldsProps) {
  const words = isChatKind(draft.kind) ? newsWords : sourceWords;
  const toggle = (id: string, wanted: boolean) =>
    onChange({ ...draft, sends: wanted ? [...draft.sends, id] : draft.sends.filter((each) => each !== id) });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">{isChatKind(draft.kind) ? "Tell it when" : "Send it"}</legend>
      {Object.entries(words).map(([id, { label, hint }]) => (
        <Checkbox
          key={id}
          label={label}
          hint={hint}
          checked={draft.sends.includes(id)}
          onCheckedChange={(checked) => toggle(id, checked === true)}
        />
      ))}
      {errors.sends ? <p className="text-deny text-xs">Choose at least one.</p> : null}
    </fieldset>
  );
}
