"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { FormError } from "@/components/ui/form-error";
import { Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { getPackOp, type Pack, type PackShare, revokeShareOp } from "@/lib/compliance/pack-contract";
import { SharePack } from "./share-pack";

/** Links for people without an account: who has one, until when, and the end of it. */
export function PackShares({ pack, mayManage }: { pack: Pack; mayManage: boolean }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: string) => call(revokeShareOp, { id }),
    onSettled: () => queries.invalidateQueries({ queryKey: [getPackOp.id] }),
  });
  return (
    <Section
      title="Links for auditors from outside"
      description="Whoever has the link can download this one pack, until it ends or is revoked."
      actions={mayManage ? <SharePack packId={pack.id} /> : null}
    >
      <DataTable
        caption="Links"
        rows={pack.shares}
        rowKey={({ id }) => id}
        columns={[
          ...columns,
          {
            id: "acts",
            header: "Acts",
            hideHeader: true,
            width: "7rem",
            align: "end",
            cell: ({ id, open, recipient }) =>
              open && mayManage ? (
                <Button
                  size="sm"
                  aria-label={`Revoke the link for ${recipient}`}
                  loading={revoke.isPending && revoke.variables === id}
                  onClick={() => revoke.mutate(id)}
                >
                  Revoke
                </Button>
              ) : null,
          },
        ]}
        empty={<p className="border-line border-t py-3 text-muted text-sm">There is no link.</p>}
      />
      <FormError problem={problemOf(revoke.error)} />
    </Section>
  );
}

const columns: readonly Column<PackShare>[] = [
  { id: "recipient", header: "For", cell: ({ recipient }) => recipient },
  { id: "by", header: "Made by", width: "10rem", hideBelow: "md", cell: ({ createdBy }) => createdBy },
  {
    id: "state",
    header: "State",
    width: "16rem",
    wrap: true,
    cell: ({ open, expiresAt, revokedAt, revokedBy }) =>
      revokedAt ? (
        <>
          Revoked by {revokedBy} <Time at={revokedAt} />
        </>
      ) : (
        <>
          {open ? "Opens until" : "Ended"} <Time at={expiresAt} absolute />
        </>
      ),
  },
];
