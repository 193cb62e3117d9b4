"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listPoliciesOp, type Policy } from "@/lib/policy/contract";
import { can, type Role } from "@/lib/shared/permissions";
import { PolicyEffect, PolicyStanding, RuleLink } from "./policy-looks";
import { PublishBar } from "./publish-bar";
import { RevisionInForce } from "./revision-in-force";

const live = { audit: [listPoliciesOp.id], control: [listPoliciesOp.id] };

const columns: readonly Column<Policy>[] = [
  {
    id: "title",
    header: "Policy",
    cell: (policy) => (
      <>
        <InlineUntrusted text={policy.title} max={160} /> {policy.demo ? <Badge>demo</Badge> : null}{" "}
        {policy.library ? <Badge>from the library</Badge> : null}{" "}
        <code className="ml-1 font-mono font-normal text-muted text-xs">{policy.slug}</code>
      </>
    ),
  },
  { id: "effect", header: "Effect", width: "9.5rem", cell: (policy) => <PolicyEffect version={policy.current} /> },
  {
    id: "rule",
    header: "Checkpoint rule",
    width: "10rem",
    hideBelow: "lg",
    cell: (policy) => <RuleLink slug={policy.current.checkpoint} />,
  },
  { id: "standing", header: "In force", width: "15rem", cell: (policy) => <PolicyStanding policy={policy} /> },
  {
    id: "changed",
    header: "Changed",
    width: "8rem",
    hideBelow: "md",
    cell: (policy) => <Time at={policy.updatedAt} />,
  },
];

export function PoliciesView({ roles }: { roles: readonly Role[] }) {
  const { data } = useSuspenseQuery(optionsFor(listPoliciesOp, {}));
  useLive(live);
  return (
    <>
      {data.unpublished > 0 ? (
        <PublishBar unpublished={data.unpublished} mayPublish={can(roles, "policy:publish")} />
      ) : null}
      {data.revision === null ? null : <RevisionInForce revision={data.revision} />}
      <DataTable
        caption="Policies"
        columns={columns}
        rows={data.items}
        rowKey={(policy) => policy.id}
        rowHref={(policy) => `/policies/${encodeURIComponent(policy.id)}`}
        empty={<NoPolicies mayEdit={can(roles, "policy:edit")} />}
      />
    </>
  );
}

function NoPolicies({ mayEdit }: { mayEdit: boolean }) {
  return (
    <EmptyState
      title="No policies yet, so every call is denied"
      icon={<Scale aria-hidden="true" />}
      action={
        mayEdit ? (
          <>
            <Button asChild variant="primary">
              <Link href="/policies/new">Write the first policy</Link>
            </Button>
            <Button asChild>
              <Link href="/policies/library">Take one from the library</Link>
            </Button>
          </>
        ) : null
      }
    >
      A call goes through only if a policy permits it, and no policy forbids it. Begin by permitting what is harmless,
      for instance the reading tools of one server.
      {mayEdit ? null : " Ask an admin or security to write the first."}
    </EmptyState>
  );
}
