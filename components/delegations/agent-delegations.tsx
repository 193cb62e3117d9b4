"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ArrowRight, Waypoints } from "lucide-react";
import Link from "next/link";
import type { Viewer } from "@/components/inventory/may";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { type Delegation, listDelegationsOp } from "@/lib/delegations/contract";
import type { Agent } from "@/lib/inventory/contract";
import { can } from "@/lib/shared/permissions";
import { DelegationActs, type MayAct } from "./delegation-acts";
import { classesOf, dataOf, delegationLook, effectWords } from "./delegation-words";
import { RequestDelegation } from "./request-delegation";

const live = { audit: [listDelegationsOp.id], control: [listDelegationsOp.id] };
const OPEN: readonly string[] = ["requested", "signed"];

/** Through whom an agent acts, and who acts through it: what waits and what stands first, then what has ended. */
export function AgentDelegations({ agent, viewer }: { agent: Agent; viewer: Viewer }) {
  const { data } = useSuspenseQuery(optionsFor(listDelegationsOp, { agentId: agent.id }));
  useLive(live);
  const standing = data.items.filter(({ status, blocks }) => OPEN.includes(status) || blocks);
  const ended = data.items.filter((item) => !standing.includes(item));
  const request = mayRequest(viewer, agent) ? <RequestDelegation agent={agent} /> : null;
  return (
    <>
      {standing.length === 0 ? (
        <EmptyState
          title="No delegation is signed off or asked for"
          icon={<Waypoints aria-hidden="true" />}
          action={request}
        >
          A call that comes through another agent is held for the owners of both until they have signed that off.
        </EmptyState>
      ) : (
        <>
          <DelegationList items={standing} viewer={viewer} />
          {request ? <div className="mt-3">{request}</div> : null}
        </>
      )}
      {ended.length > 0 ? (
        <details className="mt-3 text-sm">
          <summary className="min-h-6 cursor-pointer text-muted">Ended ({ended.length})</summary>
          <DelegationList items={ended} viewer={viewer} />
        </details>
      ) : null}
    </>
  );
}

const isOperator = ({ roles }: Viewer): boolean => roles.includes("admin") || roles.includes("security");

const mayRequest = (viewer: Viewer, { ownerId, backupOwnerId, status }: Agent): boolean =>
  status !== "retired" &&
  can(viewer.roles, "delegation:request") &&
  (isOperator(viewer) || [ownerId, backupOwnerId].includes(viewer.id));

const mayAct = (viewer: Viewer, delegation: Delegation): MayAct => {
  const decides = can(viewer.roles, "delegation:decide") && (isOperator(viewer) || delegation.mine !== null);
  return {
    refuse: decides,
    revoke: can(viewer.roles, "agent:stop"),
    withdraw: can(viewer.roles, "delegation:request") && delegation.requestedById === viewer.id,
  };
};

function DelegationList({ items, viewer }: { items: readonly Delegation[]; viewer: Viewer }) {
  return (
    <ul className="border-line border-t">
      {items.map((item) => (
        <li key={item.id} className="border-line border-b py-2 text-sm">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="flex min-w-0 flex-1 basis-56 flex-wrap items-center gap-x-1.5 break-words font-medium">
              <AgentLink {...item.from} />
              <ArrowRight aria-label="acts through" className="size-3.5 shrink-0 text-faint" />
              <AgentLink {...item.to} />
            </span>
            <Status {...delegationLook[item.status]} />
          </div>
          <p className="mt-1 break-words text-muted text-xs">
            For {classesOf(item)}; {dataOf(item)}; until <Time at={item.until} absolute />. Asked by{" "}
            {item.requestedByName}: {item.reason}
          </p>
          <Signatures item={item} />
          <p className="text-muted text-xs">
            {effectWords(item)}
            {item.statusReason ? ` ${item.statusReason}.` : ""}
            {item.stoppedBy ? (
              <>
                {" "}
                <Link className="underline" href={`/points/stops/${encodeURIComponent(item.stoppedBy)}`}>
                  The order
                </Link>
              </>
            ) : null}
          </p>
          <DelegationActs delegation={item} may={mayAct(viewer, item)} />
        </li>
      ))}
    </ul>
  );
}

const AgentLink = ({ id, name }: { id: string; name: string }) => (
  <Link href={`/agents/${encodeURIComponent(id)}`} className="break-words hover:underline">
    {name}
  </Link>
);

const forSide = (item: Delegation, side: "from" | "to"): string => (side === "from" ? item.from.name : item.to.name);

function Signatures({ item }: { item: Delegation }) {
  return (
    <ul className="mt-1 text-xs">
      {item.signatures.map((one) => (
        <li key={one.side}>
          Signed for {forSide(item, one.side)} by {one.userName}, <Time at={one.at} />
          {one.stepUp ? ", with a passkey" : ""}
        </li>
      ))}
      {item.missing.map(({ side, candidates }) => (
        <li key={side} className="text-hold">
          Waits for {forSide(item, side)}:{" "}
          {candidates.length > 0
            ? candidates.map(({ name }) => name).join(", ")
            : "nobody could sign now; give it an owner"}
        </li>
      ))}
    </ul>
  );
}
