"use client";

import { Field } from "./field";
import { Input } from "./input";
import { Textarea } from "./textarea";

type HostPort = { host: string; port: string };
type HostPortProps = {
  value: HostPort;
  errors: Partial<Record<keyof HostPort, string>>;
  placeholder?: string;
  onChange: (change: Partial<HostPort>) => void;
};

/** Where a server listens. */
export function HostPortFields({ value, errors, placeholder, onChange }: HostPortProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
      <Field label="Host" error={errors.host}>
        <Input
          mono
          value={value.host}
          onChange={(event) => onChange({ host: event.target.value })}
          placeholder={placeholder}
          autoComplete="off"
          required
        />
      </Field>
      <Field label="Port" error={errors.port}>
        <Input
          mono
          inputMode="numeric"
          value={value.port}
          onChange={(event) => onChange({ port: event.target.value })}
          required
        />
      </Field>
    </div>
  );
}

type CaProps = { value: string; error: string | undefined; of: string; onChange: (value: string) => void };

/** A certificate authority of one's own, for the server that `of` names: "a receiver". */
export function CaField({ value, error, of, onChange }: CaProps) {
  return (
    <Field
      label="Certificate authority"
      aside="optional"
      error={error}
      hint={`In PEM, for ${of} with a certificate of your own.`}
    >
      <Textarea
        mono
        rows={2}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder="-----BEGIN CERTIFICATE-----"
        spellCheck={false}
      />
    </Field>
  );
}
