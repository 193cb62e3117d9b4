"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getPolicyOp, listPoliciesOp, type Policy } from "@/lib/policy/contract";
import { can, type Role } from "@/lib/shared/permissions";
import { plainName } from "@/lib/shared/plain-name";
import { ConflictsView } from "./conflicts-view";
import { libraryHref } from "./library-words";
import { OwnedByRepository } from "./owned-by-repository";
import { PolicyEditor } from "./policy-editor";
import { PolicyEffect, PolicyStanding, RuleLink } from "./policy-looks";
import { pendingChange } from "./policy-standing";
import { PolicyStatusAct } from "./policy-status-act";
import { PolicyVersions } from "./policy-versions";
import { TryDecision } from "./try-decision";

const live = { audit: [getPolicyOp.id, listPoliciesOp.id], control: [getPolicyOp.id, listPoliciesOp.id] };

type Props = { id: string; compare: number | null; roles: readonly Role[]; nonce?: string };

const FromLibrary = ({ policy, origin }: { policy: Policy; origin: NonNullable<Policy["library"]> }) => (
  <span>
    <Link href={libraryHref(origin.entry)} className="underline decoration-edge-soft underline-offset-2">
      From the library
    </Link>
    , version {origin.version}
    {policy.current.version > 1 ? ", changed since" : ""}
  </span>
);

/** One policy: its text, its versions, how it stands, and a way to try what is in force. */
export function PolicyView({ id, compare, roles, nonce }: Props) {
  const { data: policy } = useSuspenseQuery(optionsFor(getPolicyOp, { id }));
  const { data: all } = useSuspenseQuery(optionsFor(listPoliciesOp, {}));
  useLive(live);
  const mayEdit = can(roles, "policy:edit");
  const waits = pendingChange(policy) !== null;
  return (
    <>
      <PageHeader
        trail={<Breadcrumb items={[{ label: "Policies", href: "/policies" }, { label: policy.slug }]} />}
        title={plainName(policy.title)}
        status={
          <>
            <PolicyEffect version={policy.current} />
            <PolicyStanding policy={policy} />
            {policy.demo ? <Badge>demo</Badge> : null}
          </>
        }
        meta={
          <>
            <span>
              Version {policy.current.version} by {policy.current.createdByName}, <Time at={policy.current.createdAt} />
            </span>
            {policy.current.checkpoint ? (
              <span>
                Rule <RuleLink slug={policy.current.checkpoint} />
              </span>
            ) : null}
            {policy.library ? <FromLibrary policy={policy} origin={policy.library} /> : null}
            <code className="font-mono">{policy.slug}</code>
          </>
        }
        actions={
          <>
            {mayEdit && !policy.source ? <PolicyStatusAct policy={policy} /> : null}
            {waits && can(roles, "policy:publish") ? (
              <Button asChild variant="primary">
                <Link href="/policies/publish">Review and publish</Link>
              </Button>
            ) : null}
          </>
        }
      />
      {policy.status === "disabled" ? (
        <Callout tone="hold" className="mb-4" title="Disabled">
          {policy.inForce === null
            ? "No bundle carries it. Enable it and publish to put it in force."
            : "It stays in force until the next publication leaves it out."}
        </Callout>
      ) : null}
      <ConflictsView slug={policy.slug} />
      {policy.source ? <OwnedByRepository policy={policy} source={policy.source} mayEdit={mayEdit} /> : null}
      <PolicyEditor policy={policy} mayEdit={mayEdit && !policy.source} nonce={nonce} />
      <PolicyVersions policy={policy} compare={compare} mayEdit={mayEdit && !policy.source} />
      <Section
        title="Try a decision"
        description={
          all.revision === null
            ? "Nothing has been published yet: every call is denied."
            : `Asks revision ${all.revision}, which is in force, and not the text above. Nothing is recorded or run.`
        }
      >
        <TryDecision />
      </Section>
    </>
  );
}
