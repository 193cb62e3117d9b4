"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { askPasskey } from "@/components/identity/use-passkey";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { DiffView } from "@/components/ui/diff-view";
import { FormError } from "@/components/ui/form-error";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import {
  beginConfirmationOp,
  type ChangeRequest,
  confirmChangeOp,
  getChangeOp,
  listChangesOp,
  withdrawChangeOp,
} from "@/lib/changes/contract";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { can, type Role } from "@/lib/shared/permissions";
import { ChangeState, changeKindWords, Weakenings } from "./change-looks";

const live = { audit: [getChangeOp.id] };
type Viewer = { id: string; roles: readonly Role[] };

/** One change that weakens: what becomes weaker, why, the difference, and the two acts. */
export function ChangeView({ id, viewer }: { id: string; viewer: Viewer }) {
  const { data: change } = useSuspenseQuery(optionsFor(getChangeOp, { id }));
  useLive(live);
  return (
    <>
      <PageHeader
        trail={
          <Breadcrumb
            items={[
              { label: "Policies", href: "/policies" },
              { label: "Weaker changes", href: "/policies/changes" },
              { label: change.title },
            ]}
          />
        }
        title={change.title}
        status={<ChangeState status={change.status} />}
        meta={
          <>
            <span>{changeKindWords[change.kind]}</span>
            <span>
              {change.askedByName} asked <Time at={change.askedAt} />
            </span>
            <Identifier value={change.digest} />
          </>
        }
      />
      <Section title="What becomes weaker">
        <Weakenings weakenings={change.weakenings} />
        <p className="mt-3 break-words text-sm">
          <span className="text-muted">Reason:</span> {change.reason}
        </p>
      </Section>
      <Section title="What changes" description="As it was when this was proposed, and as it would be.">
        <ul className="space-y-5">
          {change.texts.map((text) => (
            <li key={text.title}>
              <p className="mb-1 font-medium text-sm">{text.title}</p>
              <DiffView before={text.before} after={text.after} label={`What changes: ${text.title}`} />
            </li>
          ))}
        </ul>
      </Section>
      {change.status === "proposed" ? <Acts change={change} viewer={viewer} /> : <Closed change={change} />}
    </>
  );
}

function Closed({ change }: { change: ChangeRequest }) {
  if (change.status === "expired")
    return (
      <p className="text-muted text-sm">
        Nobody confirmed it by <Time at={change.expiresAt} absolute />. Whoever still wants it asks again.
      </p>
    );
  return (
    <p className="break-words text-muted text-sm">
      {change.closedByName}
      {change.closedAt ? (
        <>
          , <Time at={change.closedAt} absolute />
        </>
      ) : null}
      {change.closedWhy ? `: ${change.closedWhy}` : null}
    </p>
  );
}

async function confirmIt({ id, digest }: ChangeRequest) {
  const { stepUpId, options } = await call(beginConfirmationOp, { id, digest });
  const answer = await askPasskey(options);
  return call(confirmChangeOp, { id, digest, stepUp: { id: stepUpId, answer } });
}

function Acts({ change, viewer }: { change: ChangeRequest; viewer: Viewer }) {
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([getChangeOp, listChangesOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })));
  const confirm = useMutation({ mutationFn: () => confirmIt(change), onSettled });
  const withdraw = useMutation({ mutationFn: () => call(withdrawChangeOp, { id: change.id }), onSettled });
  const mine = change.askedById === viewer.id;
  if (!can(viewer.roles, "change:decide")) return <p className="text-muted text-sm">{whoMay(change)}</p>;
  return (
    <Callout
      tone="hold"
      title={mine ? "Somebody else has to confirm this" : "Nothing is changed yet"}
      action={
        <span className="flex flex-wrap gap-2">
          <Button loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {mine ? "Withdraw" : "Decline"}
          </Button>
          {mine ? null : (
            <Button variant="primary" loading={confirm.isPending} onClick={() => confirm.mutate()}>
              <KeyRound aria-hidden="true" />
              Confirm with passkey
            </Button>
          )}
        </span>
      }
    >
      <p>
        {mine ? whoMay(change) : "Confirming takes effect at once. Your passkey signs exactly what stands here."} It
        lapses <Time at={change.expiresAt} />.
      </p>
      <FormError problem={problemOf(confirm.error ?? withdraw.error)} className="mt-2" />
    </Callout>
  );
}

const whoMay = ({ confirmers }: ChangeRequest): string =>
  confirmers.length === 0
    ? "Nobody else here may confirm it. Who is left alone asks the operator of the server: npm run -s admin -- second-person."
    : `It can be confirmed by ${confirmers.slice(0, 4).join(", ")}${confirmers.length > 4 ? ` and ${confirmers.length - 4} more` : ""}.`;
