"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { toast } from "sonner";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { plural } from "@/components/ui/format-number";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { endSessionOp, listSessionsOp, type Session } from "@/lib/identity/contract";
import { browserWords } from "./browser-words";

const live = { audit: [listSessionsOp.id] };

const columns: Column<Session>[] = [
  { id: "device", header: "Device", wrap: true, cell: (session) => <Device session={session} /> },
  { id: "created", header: "Signed in", width: "9rem", align: "end", cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: "seen", header: "Last seen", width: "9rem", align: "end", cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
  {
    id: "ends",
    header: "Ends at the latest",
    width: "10rem",
    align: "end",
    hideBelow: "lg",
    cell: ({ expiresAt }) => <Time at={expiresAt} />,
  },
  {
    id: "acts",
    header: "Acts",
    hideHeader: true,
    width: "6rem",
    align: "end",
    cell: (session) => (session.current ? null : <EndOne session={session} />),
  },
];

/** Where one is signed in. The session of this page is ended by signing out. */
export function SessionsView() {
  const { data } = useSuspenseQuery(optionsFor(listSessionsOp, {}));
  useLive(live);
  const others = data.items.filter(({ current }) => !current);
  return (
    <>
      <DataTable caption="Your sessions" columns={columns} rows={data.items} rowKey={(session) => session.id} />
      {others.length > 0 ? <EndOthers others={others} /> : null}
    </>
  );
}

function Device({ session }: { session: Session }) {
  return (
    <span className="flex flex-wrap items-center gap-2" title={session.userAgent ?? undefined}>
      <span className="font-medium">{browserWords(session.userAgent)}</span>
      {session.current ? <Badge>This session</Badge> : null}
    </span>
  );
}

function useEnd(said: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sessions: readonly Session[]) => Promise.all(sessions.map(({ id }) => call(endSessionOp, { id }))),
    onSuccess: () => toast.success(said, { description: "What is open there is refused from its next request on." }),
    onError: (error) => toast.error(problemOf(error)?.detail),
    onSettled: () => queries.invalidateQueries({ queryKey: [listSessionsOp.id] }),
  });
}

function EndOne({ session }: { session: Session }) {
  const end = useEnd("Session ended");
  return (
    <Button
      size="sm"
      variant="danger-outline"
      loading={end.isPending}
      onClick={() => end.mutate([session])}
      aria-label={`End the session of ${browserWords(session.userAgent)}`}
    >
      End
    </Button>
  );
}

function EndOthers({ others }: { others: readonly Session[] }) {
  const end = useEnd("All other sessions ended");
  const count = plural(others.length, "other session");
  return (
    <AlertDialog
      trigger={
        <Button variant="danger-outline" className="mt-4">
          End {count}
        </Button>
      }
      title={`End ${count}?`}
      description="Everyone who is signed in with your account, except here, must sign in again."
      act="End them"
      busy={end.isPending}
      onConfirm={() => end.mutate(others)}
    />
  );
}
