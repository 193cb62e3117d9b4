"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { optionsOf } from "@/components/ui/options-of";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Person } from "@/lib/identity/contract";
import { Environment, Provider } from "@/lib/inventory/contract";
import { needsTwoOwners } from "@/lib/inventory/rules";
import type { AgentDraft } from "./agent-draft";
import { parsedAs } from "./parsed-as";
import { RiskFields } from "./risk-fields";
import { TagsInput } from "./tags-input";
import { environmentWords, providerWords } from "./words";

export type AgentFieldsProps = {
  draft: AgentDraft;
  set: (change: Partial<AgentDraft>) => void;
  errors: Record<string, string>;
  people: readonly Person[];
  teams: readonly string[];
};

/** Every fact of an agent with what it means; wrong ones are told at their field. */
export function AgentFields(props: AgentFieldsProps) {
  return (
    <div className="grid gap-x-8 gap-y-8 lg:grid-cols-[14rem_minmax(0,40rem)]">
      <Group title="What it is" help="As people will look for it in lists, logs and approvals.">
        <Identity {...props} />
      </Group>
      <Group title="Who answers for it" help="Owners decide its checkpoints, and may stop it.">
        <Owners {...props} />
      </Group>
      <Group title="What it may touch" help="Policies and the lease of enforcement points go by these facts.">
        <RiskFields {...props} />
      </Group>
    </div>
  );
}

function Group({ title, help, children }: { title: string; help: string; children: ReactNode }) {
  return (
    <>
      <div className="border-line border-t pt-4">
        <h2 className="text-base">{title}</h2>
        <p className="mt-1 text-muted text-xs">{help}</p>
      </div>
      <div className="grid content-start gap-4 pt-0 sm:grid-cols-2 lg:border-line lg:border-t lg:pt-4">{children}</div>
    </>
  );
}

function Identity({ draft, set, errors, teams }: AgentFieldsProps) {
  return (
    <>
      <Field label="Name" required error={errors.name} className="sm:col-span-2">
        <Input value={draft.name} maxLength={120} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field
        label="Purpose"
        required
        error={errors.purpose}
        hint="What it does, for whom, and where its work ends. Approvers read this."
        className="sm:col-span-2"
      >
        <Textarea value={draft.purpose} maxLength={1000} onChange={(event) => set({ purpose: event.target.value })} />
      </Field>
      <Field label="Provider" error={errors.provider} hint="Who makes the platform it runs on.">
        <Select
          value={draft.provider}
          options={optionsOf(providerWords)}
          onChange={(event) => set(parsedAs(Provider, "provider", event.target.value))}
        />
      </Field>
      <Field
        label="Framework"
        aside="optional"
        error={errors.framework}
        hint="For instance LangGraph, Agents SDK, none."
      >
        <Input value={draft.framework} maxLength={80} onChange={(event) => set({ framework: event.target.value })} />
      </Field>
      <Field label="Environment" error={errors.environment}>
        <Select
          value={draft.environment}
          options={optionsOf(environmentWords)}
          onChange={(event) => set(parsedAs(Environment, "environment", event.target.value))}
        />
      </Field>
      <Field
        label="Tags"
        aside="optional"
        error={errors.tags}
        hint="With commas between. For finding it again; no policy goes by them."
      >
        <TagsInput tags={draft.tags} set={(tags) => set({ tags })} />
      </Field>
      <Field label="Team" aside="optional" error={errors.team} hint="Left empty it is listed as Unassigned.">
        <Input
          value={draft.team}
          maxLength={80}
          list="agent-teams"
          onChange={(event) => set({ team: event.target.value })}
        />
        <datalist id="agent-teams">
          {teams.map((team) => (
            <option key={team} value={team} />
          ))}
        </datalist>
      </Field>
    </>
  );
}

function Owners({ draft, set, errors, people }: AgentFieldsProps) {
  const two = needsTwoOwners(draft.riskTier);
  const missing = two && (!draft.ownerId || !draft.backupOwnerId);
  return (
    <>
      <Field label="Owner" error={errors.ownerId} hint="Without an owner it reaches no stage.">
        <Select
          value={draft.ownerId ?? ""}
          placeholder="Nobody yet"
          options={ownerOptions(people, draft.ownerId, draft.backupOwnerId)}
          onChange={(event) => set({ ownerId: event.target.value || null })}
        />
      </Field>
      <Field label="Backup owner" error={errors.backupOwnerId} hint="Answers when the owner is away. Another person.">
        <Select
          value={draft.backupOwnerId ?? ""}
          placeholder="Nobody yet"
          options={ownerOptions(people, draft.backupOwnerId, draft.ownerId)}
          onChange={(event) => set({ backupOwnerId: event.target.value || null })}
        />
      </Field>
      {missing ? (
        <p className="text-hold text-xs sm:col-span-2" role="status">
          Tiers high and critical need two owners. You can save without; the agent's stage will say what is missing.
        </p>
      ) : null}
    </>
  );
}

/** Only active people can be chosen; one who has left stays visible until somebody else is named. */
function ownerOptions(people: readonly Person[], chosen: string | null, taken: string | null) {
  return people
    .filter((person) => person.status === "active" || person.id === chosen)
    .map((person) => ({
      value: person.id,
      label: person.status === "active" ? `${person.name} (${person.email})` : `${person.name} (left)`,
      disabled: person.id === taken,
    }));
}
