"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { DataTable } from "@/components/ui/data-table";
import { plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { listToolServersOp, type ToolServer } from "@/lib/inventory/tool-contract";
import { ServerTrust } from "./server-trust";
import { operationClassWords, reversibilityWords } from "./words";

/** How the new tools of each server are met: a stated choice, with who made it and why. */
export function ToolServers({ mayEdit }: { mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listToolServersOp, {}));
  if (data.items.length === 0) return null;
  return (
    <Section
      id="servers"
      title="New tools of each server"
      description="A person is asked about every new tool, unless trust on first use was chosen for its server. A change of a definition is never trusted, nor is one with signs of manipulation."
    >
      <DataTable
        caption="Servers"
        rows={data.items}
        rowKey={({ name }) => name}
        columns={[
          {
            id: "server",
            header: "Server",
            width: "14rem",
            cell: ({ name }) => <InlineUntrusted text={name} max={80} className="font-mono text-xs" />,
          },
          {
            id: "new",
            header: "A new tool",
            width: "13rem",
            wrap: true,
            cell: (server) => <FirstUse server={server} />,
          },
          { id: "why", header: "Chosen", wrap: true, cell: (server) => <Choice server={server} /> },
          {
            id: "tools",
            header: "Tools",
            width: "8rem",
            align: "end",
            hideBelow: "md",
            cell: ({ tools, trustedUnread }) => (
              <>
                {tools}
                {trustedUnread > 0 ? (
                  <span className="block text-hold text-xs">{plural(trustedUnread, "unread pin")}</span>
                ) : null}
              </>
            ),
          },
          {
            id: "act",
            header: "Change",
            hideHeader: true,
            width: "6.5rem",
            align: "end",
            cell: (server) => (mayEdit ? <ServerTrust server={server} /> : null),
          },
        ]}
      />
    </Section>
  );
}

function FirstUse({ server }: { server: ToolServer }) {
  if (server.firstUse === "ask") return <Status tone="allow" icon={CircleCheck} label="A person is asked" />;
  return (
    <>
      <Status tone="hold" icon={TriangleAlert} label="Trusted on first use" />
      {server.operationClass ? (
        <span className="block text-muted text-xs">
          as {operationClassWords[server.operationClass].label.toLowerCase()},{" "}
          {reversibilityWords[server.reversibility].label.toLowerCase()}
        </span>
      ) : null}
    </>
  );
}

function Choice({ server: { choice } }: { server: ToolServer }) {
  if (!choice) return <span className="text-faint">Nothing chosen: this is the default</span>;
  return (
    <span className="text-sm">
      <InlineUntrusted text={choice.reason} max={160} />{" "}
      <span className="text-muted text-xs">
        by {choice.byName}, <Time at={choice.at} />
      </span>
    </span>
  );
}
