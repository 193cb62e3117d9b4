"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { type Agent, editAgentOp, getAgentOp, listAgentsOp } from "@/lib/inventory/contract";
import { type AgentDraft, differing, draftOf, editOf, fieldWords, rebased } from "./agent-draft";
import { AgentFields } from "./agent-fields";
import { factWords } from "./fact-words";
import { agentActs, type Viewer } from "./may";

/** Edits what was seen when the form was opened. Somebody else's save meanwhile is shown, and taken over on request. */
export function EditForm({ id, teams, viewer }: { id: string; teams: readonly string[]; viewer: Viewer }) {
  const { data: agent } = useSuspenseQuery(optionsFor(getAgentOp, { id }));
  if (agentActs(viewer, agent).edit) return <Form id={id} teams={teams} />;
  return (
    <EmptyState title="You may not edit this agent">
      {agent.status === "retired"
        ? "It is retired: its record stays as it is. Register a new agent instead."
        : "Its owners, security and admins may. Ask one of them."}
    </EmptyState>
  );
}

function Form({ id, teams }: { id: string; teams: readonly string[] }) {
  const { data: latest } = useSuspenseQuery(optionsFor(getAgentOp, { id }));
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const [base, setBase] = useState(latest);
  const [draft, setDraft] = useState(() => draftOf(latest));
  const save = useSave(base, draft);
  const behind = latest.version !== base.version && !save.isSuccess;
  const unchanged = differing(draft, draftOf(base)).length === 0;
  const problem = problemOf(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending && !behind && !unchanged) save.mutate();
  };
  const takeOver = () => {
    setDraft(rebased(draft, draftOf(base), draftOf(latest)));
    setBase(latest);
    save.reset();
  };
  return (
    <form onSubmit={submit} className="max-w-[56rem]">
      {behind ? <ChangedMeanwhile base={base} latest={latest} draft={draft} takeOver={takeOver} /> : null}
      <AgentFields
        draft={draft}
        set={(change) => setDraft((now) => ({ ...now, ...change }))}
        errors={fieldErrors(problem)}
        people={people.items}
        teams={teams}
      />
      {behind ? null : <FormError problem={problemBesides(problem, Object.keys(fieldWords))} className="mt-6" />}
      <div className="mt-6 flex flex-wrap items-center gap-2 border-line border-t pt-4">
        <Button type="submit" variant="primary" loading={save.isPending} disabled={behind || unchanged}>
          Save changes
        </Button>
        <Button asChild variant="quiet">
          <Link href={`/agents/${encodeURIComponent(id)}`}>Cancel</Link>
        </Button>
        {unchanged ? <p className="text-faint text-xs">Nothing changed yet.</p> : null}
      </div>
    </form>
  );
}

function useSave(base: Agent, draft: AgentDraft) {
  const router = useRouter();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(editAgentOp, editOf(base, draft)),
    onSuccess: async (agent) => {
      queries.setQueryData(optionsFor(getAgentOp, { id: agent.id }).queryKey, agent);
      await queries.invalidateQueries({ queryKey: [listAgentsOp.id] });
      toast.success("Saved", { description: `${agent.name} is at version ${agent.version}.` });
      router.push(`/agents/${encodeURIComponent(agent.id)}`);
    },
    // A refusal may mean that somebody else saved first: what is there now decides what to say.
    onError: () => queries.invalidateQueries({ queryKey: [getAgentOp.id] }),
  });
}

type MeanwhileProps = { base: Agent; latest: Agent; draft: AgentDraft; takeOver: () => void };

function ChangedMeanwhile({ base, latest, draft, takeOver }: MeanwhileProps) {
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const before = draftOf(base);
  const after = draftOf(latest);
  const mine = new Set(differing(draft, before));
  const theirs = differing(after, before);
  return (
    <div role="alert" className="mb-6">
      <Callout
        tone="hold"
        title="Somebody else changed this agent while you were editing"
        action={
          <Button size="sm" onClick={takeOver}>
            Take over, keep my changes
          </Button>
        }
      >
        <p>Your input is kept. Nothing of yours was saved yet.</p>
        <ul className="mt-1 list-disc space-y-0.5 pl-4">
          {theirs.map((field) => (
            <li key={field}>
              <span className="font-medium text-ink">{fieldWords[field]}</span>:{" "}
              {factWords(before, field, people.items)} → {factWords(after, field, people.items)}
              {mine.has(field) ? (
                <span className="text-hold"> (you changed it too; yours stays in the form)</span>
              ) : null}
            </li>
          ))}
          {theirs.length === 0 ? <li>Only its state or version moved; no fact differs.</li> : null}
        </ul>
      </Callout>
    </div>
  );
}
