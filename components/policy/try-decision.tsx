"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listAgentsOp, listToolsOp } from "@/lib/inventory/contract";
import { simulateDecisionOp } from "@/lib/policy/contract";
import { DecisionAnswer } from "./decision-answer";
import { DecisionWhy } from "./decision-why";
import { readArguments, sampleArguments } from "./sample-arguments";
import { inputSchemaOf } from "./snippets";
import { tryChoices } from "./try-choices";

/** Asks the evaluator what it would decide of one call. The answer says which policies made it. */
export function TryDecision() {
  const { data: agents } = useSuspenseQuery(optionsFor(listAgentsOp, tryChoices));
  const { data: tools } = useSuspenseQuery(optionsFor(listToolsOp, {}));
  const first = tools.items.find((tool) => tool.state === "approved") ?? tools.items[0];
  const [agentId, setAgentId] = useState(agents.items[0]?.id ?? "");
  const [toolId, setToolId] = useState(first?.id ?? "");
  const [typed, setTyped] = useState<string | null>(null);
  const ask = useMutation({
    mutationFn: (input: z.input<typeof simulateDecisionOp.input>) => call(simulateDecisionOp, input),
  });
  const tool = tools.items.find((each) => each.id === toolId);
  const text = typed ?? (tool ? sampleArguments(inputSchemaOf(tool)) : "{}");
  const read = readArguments(text);
  if (agents.items.length === 0 || tools.items.length === 0) {
    return (
      <EmptyState title="Nothing to try with yet">
        An agent must be registered and a tool seen or approved before a call can be tried.
      </EmptyState>
    );
  }
  const change = (set: () => void) => {
    set();
    ask.reset();
  };
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (tool && read.ok) ask.mutate({ agentId, tool: `${tool.server}/${tool.name}`, arguments: read.value });
        }}
      >
        <Field label="Agent">
          <Select
            value={agentId}
            onChange={(event) => change(() => setAgentId(event.target.value))}
            options={agents.items.map((agent) => ({
              value: agent.id,
              label: `${agent.name} (${agent.team}, ${agent.riskTier})`,
            }))}
          />
        </Field>
        <Field label="Tool">
          <Select
            value={toolId}
            onChange={(event) =>
              change(() => {
                setToolId(event.target.value);
                setTyped(null);
              })
            }
            options={tools.items.map((each) => ({
              value: each.id,
              label: `${each.server}/${each.name}${each.state === "approved" ? "" : ` (${each.state})`}`,
            }))}
          />
        </Field>
        <Field
          label="Arguments"
          hint="A JSON object, as the agent would send it."
          error={read.ok ? undefined : read.problem}
        >
          <Textarea
            mono
            rows={6}
            value={text}
            spellCheck={false}
            onChange={(event) => change(() => setTyped(event.target.value))}
          />
        </Field>
        <Button type="submit" disabled={!tool || !read.ok} loading={ask.isPending}>
          Ask what would be decided
        </Button>
        <FormError problem={problemOf(ask.error)} />
      </form>
      <DecisionAnswer decision={ask.data ?? null} />
      {ask.data && ask.variables ? (
        <div className="lg:col-span-2">
          <DecisionWhy request={ask.variables} />
        </div>
      ) : null}
    </div>
  );
}
