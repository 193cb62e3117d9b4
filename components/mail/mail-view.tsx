"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { toast } from "sonner";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure, FigureRow } from "@/components/ui/figure";
import { plural } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { getMailServerOp, type MailServer, type MailStanding, removeMailServerOp } from "@/lib/mail/contract";
import { listMessagesOp } from "@/lib/messages/contract";
import { can, type Role } from "@/lib/shared/permissions";
import { MailServerDialog } from "./mail-server-dialog";
import { MessageList } from "./message-list";
import { securityWords, stateLook } from "./message-words";

const live = { audit: [getMailServerOp.id, listMessagesOp.id], findings: [getMailServerOp.id, listMessagesOp.id] };
const REFRESH_MS = 5_000;

/** The way that messages go out, how it stands, and what became of each message. */
export function MailView({ roles }: { roles: readonly Role[] }) {
  const { data } = useSuspenseQuery({ ...optionsFor(getMailServerOp, {}), refetchInterval: REFRESH_MS });
  useLive(live);
  const manages = can(roles, "sink:manage");
  if (!data.server) {
    return (
      <>
        <EmptyState
          title="No mail server yet"
          icon={<Mail aria-hidden="true" />}
          action={
            manages ? <MailServerDialog server={null} trigger={<Button variant="primary">Set it up</Button>} /> : null
          }
        >
          Nobody is told by mail what waits for a decision. People see it in the console, and chats can be told under
          Integrations.
        </EmptyState>
        <MessageList manages={manages} dead={data.dead} />
      </>
    );
  }
  return (
    <>
      <Trouble server={data.server} />
      <Figures standing={data} />
      <ServerFacts server={data.server} manages={manages} />
      <MessageList manages={manages} dead={data.dead} />
    </>
  );
}

function Trouble({ server }: { server: MailServer }) {
  if (server.state !== "failing" || !server.lastError) return null;
  return (
    <div className="mb-6">
      <Callout tone="deny" title="No mail goes out now">
        <p className="break-words">
          <InlineUntrusted text={server.lastError.text} max={300} />
        </p>
        <p className="mt-1">
          {plural(server.failures, "attempt")} failed
          {server.retryAt ? (
            <>
              ; the next is <Time at={server.retryAt} />
            </>
          ) : null}
          . Messages wait for a day. Requests go on in the console.
        </p>
      </Callout>
    </div>
  );
}

function Figures({ standing }: { standing: MailStanding }) {
  const { waiting, dead, sentToday, asOf } = standing;
  return (
    <div className="mb-8">
      <FigureRow>
        <Figure label="Sent" value={sentToday} unit="messages" note="in the last 24 hours" asOf={asOf} />
        <Figure
          label="Waiting"
          value={waiting}
          unit="messages"
          note={waiting > 0 ? "for their time or the server" : "none is left"}
        />
        <Figure
          label="Refused for good"
          value={dead}
          unit="messages"
          note={dead > 0 ? "they can be sent again" : "none"}
        />
      </FigureRow>
    </div>
  );
}

function ServerFacts({ server, manages }: { server: MailServer; manages: boolean }) {
  return (
    <Section
      title="Mail server"
      actions={
        manages ? (
          <>
            <RemoveServer />
            <MailServerDialog server={server} trigger={<Button size="sm">Change</Button>} />
          </>
        ) : null
      }
    >
      <KeyValue
        columns={2}
        items={[
          { label: "State", value: <Status {...stateLook[server.state]} /> },
          { label: "Server", value: `${server.host}:${server.port}`, mono: true },
          { label: "Encryption", value: securityWords[server.security].label },
          { label: "Certificate authority", value: server.ca ? "Its own" : "Those of the system" },
          { label: "Signs in as", value: server.username ?? "nobody" },
          { label: "Password", value: server.hasPassword ? "stored sealed" : "none" },
          { label: "From", value: server.fromAddress, mono: true },
          { label: "Last taken", value: server.lastSentAt ? <Time at={server.lastSentAt} /> : "nothing yet" },
          { label: "Set by", value: server.updatedByName },
          { label: "Set", value: <Time at={server.updatedAt} /> },
        ]}
      />
    </Section>
  );
}

function RemoveServer() {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(removeMailServerOp, {}),
    onSuccess: () => toast.success("The mail server is removed"),
    onError: (error) => toast.error(problemOf(error)?.detail),
    onSettled: () => queries.invalidateQueries({ queryKey: [getMailServerOp.id] }),
  });
  return (
    <AlertDialog
      trigger={
        <Button size="sm" variant="danger-outline">
          Remove
        </Button>
      }
      title="Remove the mail server?"
      description="Nobody is told anything by mail any more, and what waits is not sent. Its password is forgotten."
      act="Remove it"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  );
}
