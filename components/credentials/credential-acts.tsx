"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { type Credential, listCredentialsOp, revokeCredentialOp } from "@/lib/credentials/contract";
import { CredentialForm } from "./credential-form";

/** What the person who looks can record about one credential. The verbs check again. */
export function CredentialActs({ credential }: { credential: Credential }) {
  const { id, name, system, yours } = credential;
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const revoke = useMutation({
    mutationFn: (proof: string) => call(revokeCredentialOp, { id, proof }),
    onSuccess: async () => {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: [listCredentialsOp.id] });
      toast.success(`${name} is recorded as revoked`);
    },
  });
  if (!yours) return null;
  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      <CredentialForm rotates={credential} />
      <ReasonDialog
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          revoke.reset();
        }}
        trigger={
          <Button size="sm" variant="danger-outline" aria-label={`Revoked: ${name}`}>
            Revoked…
          </Button>
        }
        title={`${name} was revoked`}
        description={`Revoke it at ${system} first. Here it is recorded that it opens nothing any more.`}
        hint="What shows it: a ticket, a line of their log, a refused attempt. It stays in the record."
        act="Record it"
        busy={revoke.isPending}
        problem={problemOf(revoke.error)}
        onGive={(proof) => revoke.mutate(proof)}
      />
    </span>
  );
}
