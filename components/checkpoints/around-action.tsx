"use client";

import { useQuery } from "@tanstack/react-query";
import { autonomyWords, dataClassWords, environmentWords } from "@/components/inventory/words";
import { formatCount, plural } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { type CheckpointContext, getCheckpointContextOp } from "@/lib/checkpoints/context-contract";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import type { Action } from "@/sdk/wire/action";
import { Follow } from "./action-facts";
import { SimilarAction } from "./similar-action";

/** How far it reaches and how usual it is, from the console's own records; then what is other than last time. */
export function AroundAction({ request, action }: { request: Checkpoint; action: Action }) {
  const { data, isError } = useQuery(optionsFor(getCheckpointContextOp, { id: request.id }));
  if (!data) {
    return (
      <p role="status" className="mb-8 text-muted text-sm">
        {isError
          ? "What the console knows around this call could not be read just now."
          : "Reading what is known around it…"}
      </p>
    );
  }
  return (
    <>
      <Section title="How far it reaches" description="From the console's registry and records, not from the agent.">
        <KeyValue
          items={[
            { label: "Agent", value: <AgentFacts agent={data.agent} /> },
            { label: "Tool", value: <ToolFacts tool={data.tool} pinned={action.pin !== null} /> },
            { label: "How usual", value: <Usual calls={data.calls} /> },
          ]}
        />
      </Section>
      {data.precedent ? (
        <SimilarAction action={action} precedent={data.precedent} />
      ) : (
        <p className="mb-8 text-muted text-sm">
          Nothing of this agent with this tool was approved before: there is nothing to compare it with.
        </p>
      )}
    </>
  );
}

function AgentFacts({ agent }: { agent: CheckpointContext["agent"] }) {
  if (!agent) return <span className="text-unknown">Not registered any more</span>;
  const classes = agent.dataClasses.map((one) => dataClassWords[one].label.toLowerCase());
  const owners = [agent.ownerName, agent.backupOwnerName].filter((name) => name !== null);
  return (
    <>
      <p>
        {environmentWords[agent.environment]}, {autonomyWords[agent.autonomy].label.toLowerCase()}
        {agent.team ? `, team ${agent.team}` : ""}. Handles{" "}
        {classes.length > 0 ? `${classes.join(", ")} data` : "no class of data that was stated"}.
      </p>
      <p className="text-muted">
        {owners.length > 0 ? `Answerable: ${owners.join(", ")}` : "Nobody is answerable for it"}
      </p>
    </>
  );
}

function ToolFacts({ tool, pinned }: { tool: CheckpointContext["tool"]; pinned: boolean }) {
  if (!tool) return <span className="text-unknown">Not in the inventory any more</span>;
  return (
    <>
      On server <Follow href={`/tools/${encodeURIComponent(tool.id)}`}>{tool.server}</Follow>,{" "}
      {pinned ? "with the definition that a person approved" : "without a pinned definition"}
      {tool.signSeverity ? (
        <span className="text-hold">; its definition shows signs of severity {tool.signSeverity}</span>
      ) : null}
    </>
  );
}

function Usual({ calls }: { calls: CheckpointContext["calls"] }) {
  const all = calls.allowed + calls.denied + calls.held;
  if (all === 0) return <>This agent has not called this tool in {calls.days} days, as far as points reported.</>;
  return (
    <>
      {plural(all, "call")} of this agent with this tool in {calls.days} days: {formatCount(calls.allowed)} allowed,{" "}
      {formatCount(calls.held)} held, {formatCount(calls.denied)} denied{" "}
      <span className="text-muted">
        (as of <Time at={calls.asOf} />)
      </span>
    </>
  );
}
