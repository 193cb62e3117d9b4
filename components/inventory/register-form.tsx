"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { confirmSightingOp, getSightingOp, listSightingsOp } from "@/lib/discovery/contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { listAgentsOp, registerAgentOp } from "@/lib/inventory/contract";
import { type AgentDraft, emptyDraft, fieldWords, registrationOf } from "./agent-draft";
import { AgentFields } from "./agent-fields";

/** A sighting that is confirmed by being registered, and what is known of it. */
type Seen = { id: string; preset: Pick<AgentDraft, "name" | "provider" | "framework"> };
type RegisterFormProps = { ownerId: string | null; teams: readonly string[]; seen?: Seen };

/** `ownerId` presets the person who registers, where only their own agents are theirs to register. */
export function RegisterForm({ ownerId, teams, seen }: RegisterFormProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const [draft, setDraft] = useState<AgentDraft>({ ...emptyDraft, ...seen?.preset, ownerId });
  const register = useMutation({
    mutationFn: async () => {
      if (!seen) return call(registerAgentOp, registrationOf(draft));
      const { agent } = await call(confirmSightingOp, {
        ...registrationOf(draft),
        id: seen.id,
        ownerId: draft.ownerId ?? "",
      });
      if (!agent) throw new Error("a confirmed sighting names no agent");
      return agent;
    },
    onSuccess: async (agent) => {
      for (const { id } of [listAgentsOp, listSightingsOp, getSightingOp])
        await queries.invalidateQueries({ queryKey: [id] });
      toast.success(`${agent.name} is registered`, {
        description:
          agent.status === "suspended"
            ? "It stays stopped until two people release it."
            : "It is refused everywhere until a point enforces it and a policy permits it.",
      });
      router.push(`/agents/${encodeURIComponent(agent.id)}`);
    },
  });
  const problem = problemOf(register.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!register.isPending) register.mutate();
  };
  return (
    <form onSubmit={submit} noValidate={false} className="max-w-[56rem]">
      <AgentFields
        draft={draft}
        set={(change) => setDraft((now) => ({ ...now, ...change }))}
        errors={fieldErrors(problem)}
        people={people.items}
        teams={teams}
      />
      <FormError problem={problemBesides(problem, Object.keys(fieldWords))} className="mt-6" />
      <div className="mt-6 flex gap-2 border-line border-t pt-4">
        <Button type="submit" variant="primary" loading={register.isPending || register.isSuccess}>
          {seen ? "Confirm and register" : "Register agent"}
        </Button>
        <Button asChild variant="quiet">
          <Link href={seen ? `/agents/discovered/${encodeURIComponent(seen.id)}` : "/agents"}>Cancel</Link>
        </Button>
      </div>
    </form>
  );
}
