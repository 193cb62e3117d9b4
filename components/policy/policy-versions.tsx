"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { DiffView } from "@/components/ui/diff-view";
import { FormError } from "@/components/ui/form-error";
import { Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { editPolicyOp, getPolicyOp, listPoliciesOp, type PolicyVersion } from "@/lib/policy/contract";
import type { PolicyWithVersions } from "./policy-draft";
import { PolicyEffect } from "./policy-looks";

type Props = { policy: PolicyWithVersions; compare: number | null; mayEdit: boolean };

/** Every version there was. Which one is compared stands in the address. */
export function PolicyVersions({ policy, compare, mayEdit }: Props) {
  const compared = policy.versions.find((version) => version.version === compare);
  const path = `/policies/${encodeURIComponent(policy.id)}`;
  return (
    <Section
      title="Versions"
      description="A version never changes. Bringing one back makes a new version with its text."
    >
      <DataTable
        caption="Versions"
        rows={policy.versions}
        rowKey={(version) => String(version.version)}
        isCurrent={(version) => version.version === compare}
        columns={[
          {
            id: "version",
            header: "Version",
            width: "13rem",
            cell: (version) => <VersionName policy={policy} version={version} />,
          },
          { id: "effect", header: "Effect", width: "10rem", cell: (version) => <PolicyEffect version={version} /> },
          { id: "by", header: "By", cell: (version) => version.createdByName },
          { id: "at", header: "Kept", width: "9rem", cell: (version) => <Time at={version.createdAt} /> },
          {
            id: "act",
            header: "Compare",
            hideHeader: true,
            width: "14rem",
            align: "end",
            cell: (version) =>
              version.version === policy.current.version ? null : (
                <Link
                  scroll={false}
                  href={version.version === compare ? path : `${path}?compare=${version.version}`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {version.version === compare ? "Close comparison" : `Compare with version ${policy.current.version}`}
                </Link>
              ),
          },
        ]}
      />
      {compared && compared.version !== policy.current.version ? (
        <div className="mt-4">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <h3 className="text-sm">
              From version {compared.version} to version {policy.current.version}
            </h3>
            {mayEdit ? <RestoreVersion policy={policy} version={compared} /> : null}
          </div>
          <DiffView
            before={compared.text}
            after={policy.current.text}
            label={`Version ${compared.version} against version ${policy.current.version}`}
          />
        </div>
      ) : null}
    </Section>
  );
}

function VersionName({ policy, version }: { policy: PolicyWithVersions; version: PolicyVersion }) {
  return (
    <span className="inline-flex items-center gap-2">
      {version.version}
      {version.version === policy.current.version ? <Badge>current</Badge> : null}
      {version.version === policy.inForce ? <Badge>in force</Badge> : null}
    </span>
  );
}

function RestoreVersion({ policy, version }: { policy: PolicyWithVersions; version: PolicyVersion }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const restore = useMutation({
    mutationFn: () => call(editPolicyOp, { id: policy.id, version: policy.current.version, text: version.text }),
    onSuccess: (saved) =>
      toast.success(`Version ${saved.current.version} has the text of version ${version.version}`, {
        description: "It is not in force until it is published.",
      }),
    onSettled: async () => {
      setOpen(false);
      await Promise.all([getPolicyOp, listPoliciesOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })));
    },
  });
  return (
    <div>
      <AlertDialog
        trigger={<Button size="sm">Bring version {version.version} back</Button>}
        open={open}
        onOpenChange={setOpen}
        title={`Bring version ${version.version} back?`}
        description={`Makes version ${policy.current.version + 1} with its text. The points follow once it is published.`}
        act="Bring it back"
        busy={restore.isPending}
        onConfirm={() => restore.mutate()}
      />
      <FormError problem={problemOf(restore.error)} className="mt-2" />
    </div>
  );
}
