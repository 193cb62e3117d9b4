"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import { RadioGroup } from "@/components/ui/radio-group";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listAgentsOp } from "@/lib/inventory/contract";
import { agentChoices } from "./agent-choices";
import { KindChoice } from "./connect-kind-choice";
import { namesServer } from "./connect-kinds";
import { type InviteDraft, serverProblem } from "./invite-draft";
import { modeWords } from "./point-words";

type Props = {
  draft: InviteDraft;
  set: (change: Partial<InviteDraft>) => void;
  busy: boolean;
  error: unknown;
  submit: () => void;
};

export function ConnectForm({ draft, set, busy, error, submit }: Props) {
  const badServer = namesServer(draft.kind) ? serverProblem(draft.server) : null;
  return (
    <form
      className="max-w-[52rem]"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !badServer && draft.name.trim()) submit();
      }}
    >
      <KindChoice kind={draft.kind} choose={(kind) => set({ kind })} />
      <Section title="The point">
        <div className="grid gap-5 sm:grid-cols-2">
          <RadioGroup
            legend="Mode"
            value={draft.mode}
            onValueChange={(mode) => set({ mode: mode === "observe" ? "observe" : "enforce" })}
            options={[
              { value: "enforce", label: "Enforce", hint: modeWords.enforce.means },
              { value: "observe", label: "Observe first", hint: modeWords.observe.means },
            ]}
          />
          <Field label="Name" required hint="How the fleet shows it, for instance by its host.">
            <Input
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
              maxLength={120}
              autoComplete="off"
            />
          </Field>
          {namesServer(draft.kind) ? (
            <Field label="Server name" required error={badServer} hint="Policies write the tools as server/tool.">
              <Input
                mono
                value={draft.server}
                onChange={(event) => set({ server: event.target.value })}
                autoComplete="off"
              />
            </Field>
          ) : null}
        </div>
      </Section>
      <AgentChoice draft={draft} set={set} />
      <FormError problem={problemOf(error)} />
      <div className="mt-4 flex gap-2 border-line border-t pt-4">
        <Button type="submit" variant="primary" loading={busy} disabled={!draft.name.trim() || badServer !== null}>
          Make the one-time token
        </Button>
        <Button asChild variant="quiet">
          <Link href="/points">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}

function AgentChoice({ draft, set }: Pick<Props, "draft" | "set">) {
  const { data } = useSuspenseQuery(optionsFor(listAgentsOp, agentChoices));
  const agents = data.items.filter((agent) => agent.status !== "retired");
  return (
    <Section
      title="Agents that it may act for"
      description="Calls of any other agent are refused at this point. Choose none to let it act for every agent."
    >
      {agents.length === 0 ? (
        <Callout
          tone="hold"
          title="No agent is registered yet"
          action={
            <Button asChild size="sm">
              <Link href="/agents/new">Register an agent</Link>
            </Button>
          }
        >
          A point denies every call of an agent that is not in the inventory.
        </Callout>
      ) : (
        <fieldset className="relative max-h-64 overflow-y-auto border-line border-y py-2">
          <legend className="sr-only">Agents</legend>
          <div className="grid gap-x-6 gap-y-1 p-1 sm:grid-cols-2">
            {agents.map((agent) => (
              <Checkbox
                key={agent.id}
                label={agent.name}
                hint={`${agent.team} · ${agent.environment}`}
                checked={draft.agents.includes(agent.id)}
                onCheckedChange={(on) =>
                  set({
                    agents: on === true ? [...draft.agents, agent.id] : draft.agents.filter((id) => id !== agent.id),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
    </Section>
  );
}
