"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { RadioGroup } from "@/components/ui/radio-group";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { rotateSigningKeyOp } from "@/lib/identity/key-contract";

const overlaps = [
  { value: "24", label: "One day", hint: "Enough for every point that is on at all." },
  { value: "168", label: "A week", hint: "For points that are off over a weekend." },
  { value: "0", label: "Not at all", hint: "When the old key may have leaked: what it signed is refused at once." },
];

/** Puts a new signing key in force, after saying what happens to the old one. */
export function RotateSigningKey() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [hours, setHours] = useState("24");
  const rotate = useMutation({
    mutationFn: (reason: string) => call(rotateSigningKeyOp, { reason, overlapHours: Number(hours) }),
    onSuccess: ({ revision }) => {
      setOpen(false);
      router.refresh();
      toast.success("A new signing key is in force", {
        description:
          revision === null ? "Nothing is published yet." : `The policies were signed anew as revision ${revision}.`,
      });
    },
  });
  return (
    <div>
      <ConfirmDanger
        trigger={<Button variant="danger-outline">Rotate signing key</Button>}
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          rotate.reset();
        }}
        title="Rotate the signing key?"
        stops={
          <div className="flex flex-col gap-3">
            <p>
              A new key signs from now on, the policies in force are published again under it, and every connected point
              is told. Older revisions are no longer decided by. Nobody needs to do anything at the points.
            </p>
            <RadioGroup
              legend="How long is the old key still trusted?"
              options={overlaps}
              value={hours}
              onValueChange={setHours}
            />
          </div>
        }
        act="Rotate key"
        busy={rotate.isPending}
        problem={problemOf(rotate.error)}
        onConfirm={({ reason }) => rotate.mutate(reason)}
      />
    </div>
  );
}
