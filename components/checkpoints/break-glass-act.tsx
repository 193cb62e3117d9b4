"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { useState } from "react";
import { askPasskey } from "@/components/identity/use-passkey";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { type Checkpoint, countCheckpointsOp, getCheckpointOp, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { beginBreakGlassOp, breakGlassOp } from "@/lib/checkpoints/glass-contract";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";

const WORD = "break glass";

async function breakIt({ id, digest }: Checkpoint, reason: string) {
  const { stepUpId, options } = await call(beginBreakGlassOp, { id, digest });
  const answer = await askPasskey(options);
  return call(breakGlassOp, { id, digest, reason, stepUp: { id: stepUpId, answer } });
}

/** For admins and security, when those whom it waits for are not there. Apart from the decision, so that nobody presses it for one. */
export function BreakGlassAct({ request }: { request: Checkpoint }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const act = useMutation({
    mutationFn: (reason: string) => breakIt(request, reason),
    onSuccess: () => setOpen(false),
    onSettled: () =>
      Promise.all(
        [getCheckpointOp, listCheckpointsOp, countCheckpointsOp].map(({ id }) =>
          queries.invalidateQueries({ queryKey: [id] }),
        ),
      ),
  });
  if (!request.mayBreakGlass) return null;
  return (
    <div className="mt-4 text-xs">
      <ConfirmDanger
        trigger={
          <Button size="sm" variant="quiet">
            <Siren aria-hidden="true" />
            Break glass…
          </Button>
        }
        open={open}
        onOpenChange={(next) => {
          if (next) act.reset();
          setOpen(next);
        }}
        title="Let this call through without the people whom it waits for?"
        stops="For missing people only: it lifts no forbid, stop or revocation. It needs your passkey, opens a critical finding, tells the owners and every admin, and somebody else must review it within 24 hours. It stays on record for good."
        word={WORD}
        act="Break glass"
        busy={act.isPending}
        problem={problemOf(act.error)}
        onConfirm={({ reason }) => act.mutate(reason)}
      />
    </div>
  );
}
