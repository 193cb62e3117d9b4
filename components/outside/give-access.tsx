"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useId, useState } from "react";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { giveAccessOp, listAccessesOp } from "@/lib/outside/contract";
import { AccessForm } from "./access-form";

/** Gives somebody from outside an access; the link to their account is shown once, here, and is not kept. */
export function GiveAccess({ today }: { today: string }) {
  const form = useId();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const give = useMutation({
    mutationFn: (input: z.input<typeof giveAccessOp.input>) => call(giveAccessOp, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: [listAccessesOp.id] }),
  });
  const made = give.data;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        give.reset();
      }}
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden="true" />
          Give access…
        </Button>
      }
      title={made ? `${made.name} has access` : "Give an auditor from outside access"}
      description={
        made ? made.email : "They see what you choose here, and nothing else. Gatehouse sends no mail by itself."
      }
      footer={
        <>
          <DialogClose>
            <Button>{made ? "Done" : "Cancel"}</Button>
          </DialogClose>
          {made ? null : (
            <Button type="submit" form={form} variant="primary" loading={give.isPending}>
              Give access
            </Button>
          )}
        </>
      }
    >
      {made ? (
        <Made link={made.link} until={made.until} />
      ) : (
        <AccessForm
          id={form}
          today={today}
          error={give.error}
          onSubmit={(input) => {
            if (!give.isPending) give.mutate(input);
          }}
        />
      )}
    </Dialog>
  );
}

function Made({ link, until }: { link: string | null; until: string }) {
  return (
    <div className="flex flex-col gap-3">
      {link ? (
        <>
          <CodeBlock label="Works once" code={link} wrap />
          <Callout tone="hold" title="Shown only now">
            Send it on a way that only this person reads. If it gets lost, revoke the access and give it again.
          </Callout>
        </>
      ) : (
        <p className="text-sm">They have an account already, and see this the next time they sign in.</p>
      )}
      <p className="text-muted text-sm">
        It ends <Time at={until} absolute />.
      </p>
    </div>
  );
}
