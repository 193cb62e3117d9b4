"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { agentActs, type Viewer } from "@/components/inventory/may";
import { EmptyState } from "@/components/ui/empty-state";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { type Credential, listCredentialsOp } from "@/lib/credentials/contract";
import type { Agent } from "@/lib/inventory/contract";
import { agentCredentialsInput } from "./agent-credentials-input";
import { CredentialActs } from "./credential-acts";
import { CredentialForm } from "./credential-form";
import { CredentialMark } from "./credential-mark";
import { kindWords } from "./credential-words";

const live = { audit: [listCredentialsOp.id] };

/** What people recorded that one agent holds; the keys of its points stand with the points. */
export function AgentCredentials({ agent, viewer }: { agent: Agent; viewer: Viewer }) {
  const { data } = useSuspenseQuery(optionsFor(listCredentialsOp, agentCredentialsInput(agent.id)));
  useLive(live);
  const record = agentActs(viewer, agent).edit ? <CredentialForm agentId={agent.id} /> : null;
  const held = data.items.filter(({ ended }) => ended === null);
  const ended = data.items.filter((one) => one.ended !== null);
  return (
    <>
      {held.length === 0 ? (
        <EmptyState title="No credential is on record" icon={<KeyRound aria-hidden="true" />} action={record}>
          What it proves itself with elsewhere: keys, clients, accounts. If another agent holds the same one, it is
          found.
        </EmptyState>
      ) : (
        <>
          <CredentialList items={held} />
          {record ? <div className="mt-3">{record}</div> : null}
        </>
      )}
      {ended.length > 0 ? (
        <details className="mt-3 text-sm">
          <summary className="min-h-6 cursor-pointer text-muted">Ended ({ended.length})</summary>
          <CredentialList items={ended} />
        </details>
      ) : null}
    </>
  );
}

const CredentialList = ({ items }: { items: readonly Credential[] }) => (
  <ul className="border-line border-t">
    {items.map((item) => (
      <li key={item.id} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-line border-b py-2 text-sm">
        <span className="min-w-0 flex-1 basis-48">
          <span className="block break-words font-medium">
            <InlineUntrusted text={item.name} />
          </span>
          <span className="block text-muted text-xs">
            {kindWords[item.kind]} for <InlineUntrusted text={item.system} />, recorded <Time at={item.recordedAt} /> by{" "}
            <InlineUntrusted text={item.recordedByName} />
          </span>
          {item.scope ? (
            <span className="block text-muted text-xs">
              <InlineUntrusted text={item.scope} />
            </span>
          ) : null}
          <span className="block break-all font-mono text-faint text-xs">{item.fingerprint}</span>
        </span>
        <span className="basis-44">
          <CredentialMark credential={item} />
          <Dates credential={item} />
        </span>
        <CredentialActs credential={item} />
      </li>
    ))}
  </ul>
);

function Dates({ credential: { ended, expiresAt, rotateBy } }: { credential: Credential }) {
  if (ended) return null;
  return (
    <>
      {expiresAt ? (
        <span className="block text-muted text-xs">
          expires <Time at={expiresAt} />
        </span>
      ) : null}
      {rotateBy ? (
        <span className="block text-muted text-xs">
          to be rotated <Time at={rotateBy} />
        </span>
      ) : null}
    </>
  );
}
