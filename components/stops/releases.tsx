"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { FormError } from "@/components/ui/form-error";
import { Countdown, Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import {
  confirmReleaseOp,
  listReleasesOp,
  type ReleaseRequest,
  withdrawReleaseOp,
} from "@/lib/enforcement/release-contract";
import { getStopOrderOp, listStopOrdersOp } from "@/lib/enforcement/stop-contract";
import { getAgentOp } from "@/lib/inventory/contract";
import { can, type Role } from "@/lib/shared/permissions";

type Viewer = { id: string; roles: readonly Role[] };
type Filter = { orderId?: string; agentId?: string };

const live = { audit: [listReleasesOp.id] };

/** Releases that wait for a second person: who asked, who may confirm, and for how long. */
export function Releases({ filter, viewer }: { filter: Filter; viewer: Viewer }) {
  const { data } = useSuspenseQuery(optionsFor(listReleasesOp, filter));
  useLive(live);
  const pending = data.items.filter(({ status }) => status === "pending");
  if (pending.length === 0) return null;
  return (
    <div className="mb-6 space-y-3">
      {pending.map((request) => (
        <Pending key={request.id} request={request} viewer={viewer} />
      ))}
    </div>
  );
}

function Pending({ request, viewer }: { request: ReleaseRequest; viewer: Viewer }) {
  const queries = useQueryClient();
  const settled = () =>
    Promise.all(
      [listReleasesOp, getStopOrderOp, listStopOrdersOp, getAgentOp].map(({ id }) =>
        queries.invalidateQueries({ queryKey: [id] }),
      ),
    );
  const confirm = useMutation({ mutationFn: () => call(confirmReleaseOp, { id: request.id }), onSuccess: settled });
  const withdraw = useMutation({ mutationFn: () => call(withdrawReleaseOp, { id: request.id }), onSuccess: settled });
  const mine = request.requestedById === viewer.id;
  const may = can(viewer.roles, "agent:release");
  return (
    <Callout
      tone="hold"
      title={`Release of ${request.title} waits for a second person`}
      action={
        may ? (
          <span className="flex flex-wrap gap-2">
            <Button size="sm" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
              {mine ? "Withdraw" : "Decline"}
            </Button>
            {mine ? null : (
              <Button size="sm" variant="primary" loading={confirm.isPending} onClick={() => confirm.mutate()}>
                Confirm release
              </Button>
            )}
          </span>
        ) : null
      }
    >
      <p>
        {request.requestedByName} asked <Time at={request.requestedAt} />. Reason: {request.reason}
      </p>
      <p>
        Nothing is released yet; the request lapses in <Countdown to={request.expiresAt} />.{" "}
        <WhoMay request={request} mine={mine} />
      </p>
      <FormError problem={problemOf(confirm.error ?? withdraw.error)} className="mt-2" />
    </Callout>
  );
}

function WhoMay({ request: { confirmers }, mine }: { request: ReleaseRequest; mine: boolean }) {
  if (confirmers.length === 0)
    return (
      <strong className="font-medium text-ink">
        Nobody else here may confirm it. A release takes two people: invite a second one as admin or security under
        Settings, People.
      </strong>
    );
  const names = confirmers.slice(0, 4).join(", ");
  const more = confirmers.length > 4 ? ` and ${confirmers.length - 4} more` : "";
  return <>{mine ? `It can be confirmed by ${names}${more}.` : `It can be confirmed by: ${names}${more}.`}</>;
}
