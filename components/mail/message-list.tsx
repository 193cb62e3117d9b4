"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { formatCount, plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { getMailServerOp } from "@/lib/mail/contract";
import { listMessagesOp, type Message, resendMessagesOp } from "@/lib/messages/contract";
import { messageWords, statusLook } from "./message-words";

const below = (folder: string) => (id: string) => `${folder}/${encodeURIComponent(id)}`;
const pages: Record<Message["subject"]["kind"], (id: string) => string> = {
  checkpoint: below("/checkpoints"),
  rollOut: below("/policies/rollouts"),
  person: below("/agents/owners"),
};

const columns: Column<Message>[] = [
  { id: "person", header: "To", wrap: true, cell: ({ person }) => person.name },
  {
    id: "about",
    header: "About",
    wrap: true,
    cell: ({ kind, subject, about }) => (
      <>
        <Link href={pages[subject.kind](subject.id)} className="text-link underline-offset-2 hover:underline">
          {messageWords[kind].label}
        </Link>
        <span className="block text-muted text-xs">
          <InlineUntrusted text={about} max={80} />
        </span>
      </>
    ),
  },
  {
    id: "state",
    header: "State",
    wrap: true,
    cell: ({ status, reason, attempts }) => (
      <>
        <Status {...statusLook[status]} />
        {reason ? (
          <span className="block text-muted text-xs">
            {/* What a mail server answered is somebody else's words. */}
            <InlineUntrusted text={reason} max={160} />
            {attempts > 1 ? ` (${plural(attempts, "try", "tries")})` : ""}
          </span>
        ) : null}
      </>
    ),
  },
  {
    id: "written",
    header: "Written",
    width: "8rem",
    align: "end",
    hideBelow: "md",
    cell: (row) => <Time at={row.createdAt} />,
  },
  {
    id: "ended",
    header: "Sent or ended",
    width: "8rem",
    align: "end",
    cell: ({ endedAt, dueAt }) =>
      endedAt ? (
        <Time at={endedAt} />
      ) : (
        <span className="text-muted text-xs">
          not before <Time at={dueAt} />
        </span>
      ),
  },
];

/** The newest messages, and those that were refused. */
export function MessageList({ manages, dead }: { manages: boolean; dead: number }) {
  const { data } = useSuspenseQuery(optionsFor(listMessagesOp, {}));
  const total = data.total ?? data.items.length;
  return (
    <Section
      title="Messages"
      description={
        total > data.items.length
          ? `The newest ${data.items.length} of ${formatCount(total)}. They are kept for 90 days.`
          : "Kept for 90 days."
      }
      actions={manages && dead > 0 ? <Resend /> : null}
    >
      <DataTable
        caption="Messages"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="None yet">When a request waits for people, what they are told stands here.</EmptyState>
        }
      />
    </Section>
  );
}

function Resend() {
  const queries = useQueryClient();
  const resend = useMutation({
    mutationFn: () => call(resendMessagesOp, {}),
    onSuccess: async ({ queued }) => {
      await Promise.all(
        [listMessagesOp, getMailServerOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })),
      );
      toast.success(`${plural(queued, "message")} will be tried again`, {
        description: "What has ended meanwhile is not sent.",
      });
    },
  });
  return (
    <>
      <FormError problem={problemOf(resend.error)} />
      <Button size="sm" loading={resend.isPending} onClick={() => resend.mutate()}>
        <RotateCcw aria-hidden="true" />
        Send refused ones again
      </Button>
    </>
  );
}
