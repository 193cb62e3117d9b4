"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { FormError } from "@/components/ui/form-error";
import { Section } from "@/components/ui/page-header";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { type Demo, getDemoOp, loadDemoOp, removeDemoOp } from "@/lib/demo/contract";

const live = { audit: [getDemoOp.id], points: [getDemoOp.id] };

/** The demo company: what of it is here, and the one act that brings it or takes it away. */
export function DemoSection({ mayManage }: { mayManage: boolean }) {
  const { data: demo } = useSuspenseQuery(optionsFor(getDemoOp, {}));
  useLive(live);
  return (
    <Section
      title="Demo company"
      description="Invented people and about forty agents. Four of the agents really run: they call real tools through real enforcement points."
      actions={mayManage ? <DemoAct demo={demo} /> : null}
    >
      <p className="text-sm" role="status">
        {wordsFor(demo)}
      </p>
    </Section>
  );
}

function wordsFor({ state, agents, people, live: running }: Demo): string {
  if (state === "none") return "Not loaded.";
  const here = `${agents} agents and ${people} people are here, each marked as demo.`;
  return state === "running"
    ? `${here} ${running} live ${running === 1 ? "agent is" : "agents are"} connected.`
    : `${here} Its live agents are not connected; they start within half a minute of loading.`;
}

function DemoAct({ demo }: { demo: Demo }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const onSuccess = () => queries.invalidateQueries().then(() => setAsking(false));
  const load = useMutation({ mutationFn: () => call(loadDemoOp, {}), onSuccess });
  const remove = useMutation({ mutationFn: () => call(removeDemoOp, {}), onSuccess });
  if (demo.state === "none") {
    return (
      <div className="flex flex-col items-end gap-2">
        <Button loading={load.isPending} onClick={() => load.mutate()}>
          Load the demo company
        </Button>
        <FormError problem={problemOf(load.error)} />
      </div>
    );
  }
  return (
    <ConfirmDanger
      open={asking}
      onOpenChange={setAsking}
      trigger={<Button variant="danger">Remove the demo company</Button>}
      title="Remove the demo company?"
      stops={`Its ${demo.agents} agents stop and go, with their calls, checkpoints, tools and policies, and a bundle without them is published. Your own agents and policies stay. The audit log keeps what happened.`}
      reason="none"
      act="Remove the demo"
      busy={remove.isPending}
      problem={problemOf(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
