"use client";

import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Identifier } from "@/components/ui/code-block";
import { JsonView } from "@/components/ui/json-view";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Call } from "@/lib/activity/contract";

type CallArgumentsProps = {
  call: Pick<Call, "argumentsText" | "argumentsDigest" | "argumentsCut">;
  whole?: () => void;
};

/** What the agent sent, after redaction at the point, and the digest of what it was before. */
export function CallArguments({ call, whole }: CallArgumentsProps) {
  const value = useMemo(() => parsed(call), [call]);
  if (call.argumentsDigest === null) return <p className="text-muted text-sm">Telemetry did not carry them.</p>;
  return (
    <>
      {value === undefined ? (
        <UntrustedText
          text={call.argumentsText}
          label={call.argumentsCut ? "Beginning of the arguments" : "Arguments, as text"}
          mono
          copy
        />
      ) : (
        <JsonView value={value.json} label="Arguments" />
      )}
      {call.argumentsCut && whole ? (
        <Button size="sm" onClick={whole} className="mt-2">
          Read all of it
        </Button>
      ) : null}
      <p className="mt-2 flex flex-wrap items-center gap-x-2 text-muted text-xs">
        Digest of the arguments before redaction <Identifier value={call.argumentsDigest} keep={12} />
      </p>
    </>
  );
}

/** Wrapped, because null is JSON as well. */
function parsed({ argumentsText, argumentsCut }: CallArgumentsProps["call"]): { json: unknown } | undefined {
  if (argumentsCut) return undefined;
  try {
    return { json: JSON.parse(argumentsText) };
  } catch {
    return undefined;
  }
}
