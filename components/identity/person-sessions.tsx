"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp, type Person } from "@/lib/identity/contract";
import { endSessionsOfOp, listSessionsOfOp } from "@/lib/identity/session-contract";
import { browserWords } from "./browser-words";

/** Where somebody else is signed in, and the end of it. Their account stays as it is: to keep them out, disable them. */
export function PersonSessions({ person: { id, name } }: { person: Person }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const sessions = useQuery({ ...optionsFor(listSessionsOfOp, { id }), enabled: open });
  const end = useMutation({
    mutationFn: (sessionId?: string) => call(endSessionsOfOp, { id, ...(sessionId ? { sessionId } : {}) }),
    onSuccess: ({ ended }) =>
      toast.success(ended === 1 ? "Session ended" : `${ended} sessions ended`, {
        description: "What is open there is refused from its next request on.",
      }),
    onSettled: () =>
      Promise.all([listSessionsOfOp, listPeopleOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] }))),
  });
  const items = sessions.data?.items ?? [];
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" aria-label={`Sessions of ${name}`}>
          Sessions
        </Button>
      }
      title={`Where ${name} is signed in`}
      description="Ending a session signs that browser out. Whoever may sign in can do so again."
      footer={
        <>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          {items.length > 0 ? (
            <Button variant="danger-outline" loading={end.isPending} onClick={() => end.mutate(undefined)}>
              End all
            </Button>
          ) : null}
        </>
      }
    >
      <ul className="border-line border-t text-sm">
        {items.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-2">
            <span className="min-w-0 flex-1 basis-40">{browserWords(session.userAgent)}</span>
            <span className="text-muted text-xs">
              last seen <Time at={session.lastSeenAt} />
            </span>
            <Button
              size="sm"
              variant="danger-outline"
              aria-label={`End the session of ${browserWords(session.userAgent)}`}
              disabled={end.isPending}
              onClick={() => end.mutate(session.id)}
            >
              End
            </Button>
          </li>
        ))}
      </ul>
      {sessions.isPending ? <p className="text-muted text-sm">Loading…</p> : null}
      {sessions.data && items.length === 0 ? <p className="text-muted text-sm">They are signed in nowhere.</p> : null}
      <FormError problem={problemOf(sessions.error) ?? problemOf(end.error)} />
    </Dialog>
  );
}
