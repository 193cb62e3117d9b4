"use client";

import { useState } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const HASHED = /^sha256:[0-9a-f]{64}$/;

const COMMAND = `printf %s "$SECRET" | sha256sum | sed 's/^/sha256:/; s/ .*//'`;

/** SHA-256 of the text, as the API wants it. Browsers compute it only over HTTPS or on this machine. */
async function fingerprintOf(secret: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return `sha256:${[...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

type Props = { error?: string; onFingerprint: (fingerprint: string) => void };

/** Takes the secret or its fingerprint; only the fingerprint leaves the field. */
export function FingerprintField({ error, onFingerprint }: Props) {
  const [given, setGiven] = useState("");
  const [fingerprint, setFingerprint] = useState("");
  const canHash = typeof crypto !== "undefined" && crypto.subtle !== undefined;
  const take = async (value: string) => {
    setGiven(value);
    const text = value.trim();
    const found = HASHED.test(text) ? text : text && canHash ? await fingerprintOf(text) : "";
    setFingerprint(found);
    onFingerprint(found);
  };
  return (
    <div className="space-y-2">
      <Field
        label={canHash ? "The secret, or its fingerprint" : "Its fingerprint"}
        required
        error={error}
        hint={
          canHash
            ? "Only the fingerprint is sent: it is computed here, in your browser. Of a key pair or certificate give the public part."
            : "sha256: and 64 hexadecimal digits, as this command says."
        }
      >
        <Input
          type={HASHED.test(given.trim()) ? "text" : "password"}
          autoComplete="off"
          value={given}
          required
          onChange={(event) => void take(event.target.value)}
        />
      </Field>
      {canHash ? null : <CodeBlock label="Terminal" code={COMMAND} wrap />}
      {fingerprint ? <p className="break-all text-muted text-xs">{fingerprint}</p> : null}
    </div>
  );
}
