"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { getPolicyOp, listBundlesOp, listPoliciesOp, type Policy, publishBundleOp } from "@/lib/policy/contract";
import { PolicyEffect } from "./policy-looks";
import { type Change, effectOfChange, loosens, pendingChange } from "./policy-standing";

/** Puts the current texts in force, after showing everything that this changes. */
export function PublishDialog({ policies }: { policies: readonly Policy[] }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const publish = useMutation({
    mutationFn: () => call(publishBundleOp, { note }),
    onSuccess: async (bundle) => {
      setOpen(false);
      setNote("");
      toast.success(`Revision ${bundle.revision} is signed and sent out`, {
        description: "It is in force at each point once that point has acknowledged it.",
      });
    },
    // Also after a refusal: what is listed here may be out of date.
    onSettled: () =>
      Promise.all(
        [listPoliciesOp, listBundlesOp, getPolicyOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })),
      ),
  });
  const changes = policies.flatMap((policy) => {
    const change = pendingChange(policy);
    return change ? [{ policy, change }] : [];
  });
  return (
    <Dialog
      size="lg"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        publish.reset();
      }}
      trigger={<Button variant="primary">Publish {plural(changes.length, "change")}</Button>}
      title={`Publish ${plural(changes.length, "change")}?`}
      description="One signed bundle with the current version of every active policy goes to every connected point."
      footer={
        <>
          <DialogClose>
            <Button className="max-sm:h-11">Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            className="max-sm:h-11"
            loading={publish.isPending}
            disabled={changes.length === 0}
            onClick={() => publish.mutate()}
          >
            Publish
          </Button>
        </>
      }
    >
      <ul className="border-line border-t">
        {changes.map(({ policy, change }) => (
          <ChangeRow key={policy.id} policy={policy} change={change} />
        ))}
      </ul>
      <Field label="Note" aside="optional" hint="Kept with the revision and in the audit log." className="mt-4">
        <Textarea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} rows={2} />
      </Field>
      <FormError problem={problemOf(publish.error)} className="mt-3" />
    </Dialog>
  );
}

const kindWords: Record<Change["kind"], string> = { added: "New", changed: "Changed", removed: "Taken out" };

function ChangeRow({ policy, change }: { policy: Policy; change: Change }) {
  const compare = change.kind === "changed" ? `?compare=${change.from}` : "";
  return (
    <li className="border-line border-b py-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span className="w-20 shrink-0 text-muted text-xs">{kindWords[change.kind]}</span>
        <Link
          href={`/policies/${encodeURIComponent(policy.id)}${compare}`}
          target="_blank"
          className="font-medium text-sm underline decoration-edge-soft underline-offset-2 hover:decoration-current"
        >
          {policy.title}
          <span className="sr-only"> (opens in a new tab)</span>
        </Link>
        <PolicyEffect version={policy.current} />
      </div>
      <p className="text-muted text-sm sm:pl-23">
        {effectOfChange(policy, change)}
        {loosens(policy, change) ? (
          <strong className="font-medium text-hold"> Agents may do more than before.</strong>
        ) : null}
      </p>
    </li>
  );
}
