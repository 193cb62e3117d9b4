"use client";

import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { DiffView } from "@/components/ui/diff-view";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import { type JsonObject, prettyArguments } from "./argument-form";
import { readAction } from "./read-action";
import { useChange } from "./use-change";

/** That the arguments are a person's and no longer the agent's, and in what they differ. Drawn from both canonical texts. */
export function ChangedBy({ request, args }: { request: Checkpoint; args: JsonObject }) {
  const { change } = request;
  const asked = useMemo(() => (change ? readAction(change.asked.action) : null), [change]);
  const back = useChange(request, () => undefined);
  if (!change) return null;
  const mayGoBack = request.cannotChange === null;
  return (
    <section aria-label="Changed arguments" className="mb-8 space-y-3">
      <Callout
        tone="hold"
        title={
          <>
            {change.byName} changed the arguments <Time at={change.at} />
          </>
        }
        action={
          mayGoBack ? (
            <Button size="sm" loading={back.isPending} onClick={() => back.mutate({ arguments: null, reason: null })}>
              Back to what the agent asked for
            </Button>
          ) : null
        }
      >
        {change.reason ? (
          <>
            “<InlineUntrusted text={change.reason} max={1000} />”{" "}
          </>
        ) : null}
        What is decided about is the changed call. Approvals of what the agent asked for do not count for it.
      </Callout>
      {back.error ? (
        <p role="alert" className="text-deny text-sm">
          {back.error.message}
        </p>
      ) : null}
      {asked?.ok ? (
        <DiffView
          before={prettyArguments(asked.action.arguments as JsonObject)}
          after={prettyArguments(args)}
          label="Difference to what the agent asked for"
        />
      ) : (
        <p className="text-deny text-sm">What the agent asked for cannot be read, so the difference cannot be shown.</p>
      )}
    </section>
  );
}
