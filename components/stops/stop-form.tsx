"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { OctagonX } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { FormError } from "@/components/ui/form-error";
import { Section } from "@/components/ui/page-header";
import { RadioGroup } from "@/components/ui/radio-group";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { listStopOrdersOp, previewStopOp, type StopPreview, stopScopeOp } from "@/lib/enforcement/stop-contract";
import { PreviewFacts } from "./preview-facts";
import { emptyDraft, type ScopeDraft, type ScopeKind, scopeKinds, scopeOf } from "./scope-draft";
import { type ScopeChoices, ScopeFields } from "./scope-fields";

/** Choose what to stop, see what that reaches, then confirm by typing its name. */
export function StopForm({ choices, everything }: { choices: ScopeChoices; everything: boolean }) {
  const [draft, setDraft] = useState<ScopeDraft>(emptyDraft);
  const preview = useMutation({
    mutationFn: (scope: NonNullable<ReturnType<typeof scopeOf>>) => call(previewStopOp, { scope }),
  });
  const scope = scopeOf(draft);
  const change = (next: ScopeDraft) => {
    setDraft(next);
    // A preview of something else must not stand beside the button.
    preview.reset();
  };
  const kinds = scopeKinds.filter(({ value }) => everything || value === "agent" || value === "owner");
  return (
    <div className="max-w-2xl">
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (scope && !preview.isPending) preview.mutate(scope);
        }}
      >
        <RadioGroup
          legend="What to stop"
          options={kinds}
          value={draft.kind}
          onValueChange={(kind) => change({ ...emptyDraft, kind: kind as ScopeKind })}
          className="sm:grid sm:grid-cols-2 sm:[&>span:first-child]:col-span-2"
        />
        <ScopeFields draft={draft} choices={choices} onChange={change} />
        <FormError problem={problemOf(preview.error)} />
        <Button type="submit" disabled={!scope} loading={preview.isPending} className="max-sm:h-11 max-sm:w-full">
          Show what it would stop
        </Button>
      </form>
      {preview.data ? <Previewed preview={preview.data} /> : null}
    </div>
  );
}

function Previewed({ preview }: { preview: StopPreview }) {
  const agents = preview.scope.kind === "agent" || preview.scope.kind === "owner";
  return (
    <div className="mt-8">
      <Section title={preview.title} description="Nothing is stopped yet. This is what the order would reach now.">
        <PreviewFacts preview={preview} />
        {preview.standingOrder ? (
          <Callout tone="note" title="This is stopped already" className="mt-4">
            <Link className="underline" href={`/points/stops/${encodeURIComponent(preview.standingOrder)}`}>
              See its order
            </Link>
          </Callout>
        ) : (
          <div className="mt-4 flex flex-wrap gap-2">
            {agents ? <GiveOrder preview={preview} status="suspended" /> : null}
            <GiveOrder preview={preview} status="killed" />
          </div>
        )}
      </Section>
    </div>
  );
}

function GiveOrder({ preview, status }: { preview: StopPreview; status: "killed" | "suspended" }) {
  const router = useRouter();
  const queries = useQueryClient();
  const agents = preview.scope.kind === "agent" || preview.scope.kind === "owner";
  const act = agents ? (status === "killed" ? "Kill" : "Suspend") : "Stop";
  const give = useMutation({
    mutationFn: (reason: string) =>
      call(stopScopeOp, { scope: preview.scope, status, reason, confirm: preview.confirm }),
    onSuccess: async ({ orderId }) => {
      await queries.invalidateQueries({ queryKey: [listStopOrdersOp.id] });
      router.push(`/points/stops/${encodeURIComponent(orderId)}`);
    },
  });
  return (
    <ConfirmDanger
      trigger={
        <Button variant={status === "killed" ? "danger" : "danger-outline"} className="max-sm:h-11 max-sm:flex-1">
          <OctagonX aria-hidden="true" />
          {act}…
        </Button>
      }
      title={`${act}: ${preview.title}?`}
      stops="Every point refuses it at once, running calls are let go of, held calls are cancelled and unused approvals void. What a server already does is not undone. Releasing it takes two people."
      word={preview.confirm}
      act={act}
      busy={give.isPending}
      problem={problemOf(give.error)}
      onConfirm={({ reason }) => give.mutate(reason)}
    />
  );
}
