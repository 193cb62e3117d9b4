"use client";

import { keepPreviousData, useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listFrameworksOp } from "@/lib/compliance/contract";
import { buildPackOp, MOST_PACK_AGENTS, previewPackOp } from "@/lib/compliance/pack-contract";
import { listAgentsOp } from "@/lib/inventory/contract";
import { PackPreviewView } from "./pack-preview";

type Draft = { framework: string; from: string; to: string; agentIds: string[] };

const monthsBefore = (day: string, months: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.toISOString().slice(0, 10);
};

/** Framework, period and agents; what the pack would hold and show to be missing; then the pack itself. */
export function BuildPack({ today, mayBuild }: { today: string; mayBuild: boolean }) {
  const router = useRouter();
  const { data: frameworks } = useSuspenseQuery(optionsFor(listFrameworksOp, {}));
  const [draft, setDraft] = useState<Draft>({
    framework: frameworks.items[0]?.id ?? "",
    from: monthsBefore(today, 3),
    to: today,
    agentIds: [],
  });
  const { agentIds, ...rest } = draft;
  const asked = agentIds.length > 0 ? { ...rest, agents: agentIds.join(",") } : rest;
  const preview = useQuery({
    ...optionsFor(previewPackOp, asked),
    enabled: draft.from !== "" && draft.to !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  const build = useMutation({
    mutationFn: () => call(buildPackOp, draft),
    onSuccess: ({ id }) => router.push(`/compliance/packs/${encodeURIComponent(id)}`),
  });
  return (
    <Section title={mayBuild ? "A new pack" : "What a pack would hold"}>
      <form
        className="mb-4 space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!build.isPending) build.mutate();
        }}
      >
        <div className="flex flex-wrap items-end gap-3">
          <Field label="Framework" className="w-full sm:w-72">
            <Select
              value={draft.framework}
              options={frameworks.items.map(({ id, title }) => ({ value: id, label: title }))}
              onChange={(event) => setDraft({ ...draft, framework: event.target.value })}
            />
          </Field>
          <Field label="From" className="w-40">
            <Input
              type="date"
              required
              value={draft.from}
              max={draft.to}
              onChange={(event) => setDraft({ ...draft, from: event.target.value })}
            />
          </Field>
          <Field label="To" className="w-40">
            <Input
              type="date"
              required
              value={draft.to}
              min={draft.from}
              onChange={(event) => setDraft({ ...draft, to: event.target.value })}
            />
          </Field>
          {mayBuild ? (
            <Button
              type="submit"
              variant="primary"
              loading={build.isPending || build.isSuccess}
              disabled={preview.isError}
            >
              Build the pack
            </Button>
          ) : null}
        </div>
        <Agents chosen={agentIds} onChoose={(next) => setDraft({ ...draft, agentIds: next })} />
        <FormError problem={problemOf(build.error) ?? problemOf(preview.error)} />
      </form>
      {preview.data && !preview.isError ? (
        <PackPreviewView preview={preview.data} stale={preview.isPlaceholderData} />
      ) : null}
    </Section>
  );
}

function Agents({ chosen, onChoose }: { chosen: string[]; onChoose: (next: string[]) => void }) {
  const [open, setOpen] = useState(false);
  const agents = useQuery({ ...optionsFor(listAgentsOp, { limit: 200 }), enabled: open });
  return (
    <details className="text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-muted">
        {chosen.length === 0 ? "About all agents; choose some" : `About ${chosen.length} chosen agents`}
      </summary>
      <ul className="mt-2 grid max-h-64 gap-1 overflow-y-auto sm:grid-cols-2 lg:grid-cols-3">
        {(agents.data?.items ?? []).map(({ id, name }) => (
          <li key={id}>
            <Checkbox
              label={<InlineUntrusted text={name} max={60} />}
              checked={chosen.includes(id)}
              disabled={!chosen.includes(id) && chosen.length >= MOST_PACK_AGENTS}
              onCheckedChange={(on) => onChoose(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
            />
          </li>
        ))}
      </ul>
      {agents.data?.nextCursor ? (
        <p className="mt-1 text-muted text-xs">The first 200 are shown; the API takes any.</p>
      ) : null}
      <FormError problem={problemOf(agents.error)} />
    </details>
  );
}
