"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { SubjectFindings } from "@/components/findings/subject-findings";
import { StopSentence } from "@/components/inventory/stop-progress";
import { orderWords } from "@/components/inventory/stop-words";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getStopOrderOp, type StopOrder } from "@/lib/enforcement/stop-contract";
import { can, type Role } from "@/lib/shared/permissions";
import { CertificatePanel } from "./certificate-panel";
import { OrderStatus } from "./order-status";
import { PointProofs } from "./point-proofs";
import { ReleaseOrder } from "./release-order";
import { Releases } from "./releases";

const live = { points: [getStopOrderOp.id], control: [getStopOrderOp.id], audit: [getStopOrderOp.id] };

/** One order: how far it has come, what each point showed, the certificate, and the way back. */
export function OrderView({ id, viewer }: { id: string; viewer: { id: string; roles: readonly Role[] } }) {
  const { data: order } = useSuspenseQuery(optionsFor(getStopOrderOp, { id }));
  // Points answer within milliseconds, so an order that is under way is asked for more often than pages are.
  const open = order.points.some(({ state, probe }) => state === "pending" || probe?.result === "waiting");
  useLive(live, { everyMs: 250, active: open });
  useLive(live);
  const { stops, title } = orderWords[order.status];
  const releasable = stops && order.status !== "retired" && order.endedBy === null && !order.drill;
  return (
    <>
      <PageHeader
        trail={<Breadcrumb items={[{ label: "Stop orders", href: "/points/stops" }, { label: order.agentName }]} />}
        title={order.agentName}
        status={
          <>
            <OrderStatus status={order.status} look="pill" />
            {order.drill ? <Badge>drill</Badge> : null}
          </>
        }
        description={`${title} by ${order.orderedByName}. Reason: ${order.reason}`}
        meta={<Meta order={order} />}
        actions={releasable && can(viewer.roles, "agent:release") ? <ReleaseOrder order={order} /> : null}
      />
      <SubjectFindings kind="order" id={order.orderId} />
      <Releases filter={{ orderId: id }} viewer={viewer} />
      {order.endedBy ? (
        <Callout title="This order is over" className="mb-6">
          <Link className="underline" href={`/points/stops/${encodeURIComponent(order.endedBy)}`}>
            See the order that ended it
          </Link>
        </Callout>
      ) : null}
      <Section title="Points">
        <p role="status" className="mb-3 max-w-[72ch] text-sm">
          <StopSentence order={order} />
        </p>
        <PointProofs points={order.points} stops={stops} />
      </Section>
      {stops ? (
        <Section title="Containment certificate">
          <CertificatePanel order={order} roles={viewer.roles} />
        </Section>
      ) : null}
    </>
  );
}

function Meta({ order }: { order: StopOrder }) {
  return (
    <>
      <span>
        Ordered <Time at={order.orderedAt} absolute />
      </span>
      {order.agents > 1 ? <span>{order.agents} agents</span> : null}
      {order.cancelledCheckpoints > 0 ? <span>{order.cancelledCheckpoints} held calls ended</span> : null}
      {order.agentId ? (
        <Link className="underline" href={`/agents/${encodeURIComponent(order.agentId)}`}>
          The agent
        </Link>
      ) : null}
      <Identifier value={order.orderId} keep={12} />
    </>
  );
}
