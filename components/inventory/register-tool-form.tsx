"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { listToolsOp, registerToolOp, type Tool } from "@/lib/inventory/contract";
import { JsonObject } from "@/sdk/wire/words";
import { ClassFields, type Classified } from "./class-fields";
import { toolHref, toolName } from "./tool-words";

type Draft = Classified & { server: string; name: string; definition: string };
const empty: Draft = { server: "", name: "", definition: "", operationClass: null, reversibility: "irreversible" };
const told = ["server", "name", "operationClass", "reversibility", "definition"];

/** For tools that no MCP server announces: a function guarded in the agent's own code, or one known before a point sees it. */
export function RegisterToolForm() {
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(empty);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const register = useMutation({
    mutationFn: (input: Parameters<typeof call<typeof registerToolOp.input, typeof registerToolOp.output>>[1]) =>
      call(registerToolOp, input),
    onSuccess: async (tool: Tool) => {
      await queries.invalidateQueries({ queryKey: [listToolsOp.id] });
      toast.success(`${toolName(tool)} is registered and approved`);
      router.push(toolHref(tool));
    },
  });
  const problem = problemOf(register.error);
  const errors = { ...fieldErrors(problem), ...wrong };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const definition = definitionOf(draft.definition);
    const { operationClass } = draft;
    setWrong({
      ...(definition === undefined ? { definition: "This is not a JSON object." } : {}),
      ...(operationClass === null ? { operationClass: "Choose what it does." } : {}),
    });
    if (definition === undefined || operationClass === null || register.isPending) return;
    register.mutate({ ...draft, operationClass, definition });
  };
  return (
    <form onSubmit={submit} className="max-w-xl space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Server" required error={errors.server} hint="The part before the slash in policies.">
          <Input
            mono
            value={draft.server}
            maxLength={100}
            required
            onChange={(event) => set({ server: event.target.value })}
          />
        </Field>
        <Field label="Name" required error={errors.name} hint="Exactly as agents call it.">
          <Input
            mono
            value={draft.name}
            maxLength={200}
            required
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
      </div>
      <ClassFields value={draft} set={set} error={errors.operationClass} />
      <Field
        label="Definition"
        aside="optional"
        error={errors.definition}
        hint="The whole MCP definition, or for a function an object with inputSchema. Left empty, the first that a point sees is pinned."
      >
        <Textarea
          mono
          rows={6}
          value={draft.definition}
          onChange={(event) => set({ definition: event.target.value })}
        />
      </Field>
      <FormError problem={problemBesides(problem, told)} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" loading={register.isPending || register.isSuccess}>
          Register and approve
        </Button>
        <Button asChild variant="quiet">
          <Link href="/tools">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}

/** Null for none, undefined for text that is not an object of JSON. */
function definitionOf(text: string) {
  if (text.trim() === "") return null;
  try {
    return JsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
