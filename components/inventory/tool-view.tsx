"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleSlash } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { SubjectFindings } from "@/components/findings/subject-findings";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { blockToolOp, getToolOp, listToolsOp, type Tool } from "@/lib/inventory/contract";
import { ApproveForm } from "./approve-form";
import { numbered } from "./sign-marks";
import { ToolDefinition, ToolDifference } from "./tool-definition-view";
import { ToolSigns } from "./tool-signs-view";
import { ToolUse } from "./tool-use";
import { ToolState, toolName } from "./tool-words";
import { operationClassWords, reversibilityWords, toolStateWords } from "./words";

const live = { audit: [getToolOp.id] };

/** One tool: what its server says it is, what a person approved, and the difference when there is one. */
export function ToolView({ id, mayEdit }: { id: string; mayEdit: boolean }) {
  const { data: tool } = useSuspenseQuery(optionsFor(getToolOp, { id }));
  useLive(live);
  const signs = useMemo(() => numbered(tool.signs), [tool.signs]);
  return (
    <>
      <PageHeader
        title={<InlineUntrusted text={toolName(tool)} max={200} className="font-mono" />}
        trail={<Breadcrumb items={[{ label: "Tools", href: "/tools" }, { label: "Tool" }]} />}
        status={
          <>
            <ToolState state={tool.state} pill />
            {tool.trustedFirstUse && tool.state === "approved" ? <Badge>Trusted unread</Badge> : null}
            {tool.demo ? <Badge>Demo</Badge> : null}
          </>
        }
        description={`${toolStateWords[tool.state].label}: ${toolStateWords[tool.state].help}.`}
        meta={<Identifier value={tool.id} keep={12} />}
        actions={mayEdit && tool.state === "approved" ? <BlockTool tool={tool} /> : null}
      />
      <SubjectFindings kind="tool" id={id} />
      {tool.trustedFirstUse && tool.state === "approved" ? <TrustedUnread /> : null}
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          <ToolDifference tool={tool} />
          <ToolSigns signs={signs} />
          <ToolDefinition tool={tool} signs={signs} />
        </div>
        <div className="min-w-0">
          <Approval tool={tool} mayEdit={mayEdit} />
          <Section title="Facts">
            <Facts tool={tool} />
          </Section>
          <ToolUse id={id} />
        </div>
      </div>
    </>
  );
}

/** Pinned is not read: what nobody read is said so until somebody has. */
const TrustedUnread = () => (
  <Callout tone="hold" title="Nobody has read this definition" className="mb-5">
    It was pinned as the first that a point saw, because trust on first use was chosen. A change of it is refused all
    the same. Read it and approve it to take this note away.
  </Callout>
);

function Approval({ tool, mayEdit }: { tool: Tool; mayEdit: boolean }) {
  const title = tool.state === "approved" && !tool.trustedFirstUse ? "Class" : "Approve";
  if (!mayEdit) {
    return tool.state === "approved" ? null : (
      <Section title={title}>
        <p className="text-muted text-sm">Admins and security approve tools. Ask one of them.</p>
      </Section>
    );
  }
  const unreadable = tool.definition === null && tool.seenAt !== null;
  return (
    <Section
      title={title}
      description={
        tool.state === "approved"
          ? undefined
          : "Read the definition first: a model reads all of it, and does what it says."
      }
    >
      {unreadable ? (
        <Callout tone="deny" title="This definition cannot be approved">
          What a point saw is too long or cannot be kept, so nobody can read and pin it. Ask the server's maker to
          shorten it.
        </Callout>
      ) : (
        <ApproveForm
          key={`${tool.definitionDigest}${tool.state}${tool.trustedFirstUse}`}
          tool={tool}
          deny={tool.state === "waiting" || tool.state === "changed" ? <BlockTool tool={tool} /> : null}
        />
      )}
    </Section>
  );
}

function Facts({ tool }: { tool: Tool }) {
  return (
    <KeyValue
      items={[
        {
          label: "Class",
          value: tool.operationClass ? operationClassWords[tool.operationClass].label : "Not classified",
        },
        { label: "Undo", value: reversibilityWords[tool.reversibility].label },
        {
          label: "Pin",
          value: tool.pin ? <Identifier value={tool.pin} keep={10} /> : "None: approved by name, or not at all",
        },
        {
          label: "Pinned",
          value: tool.pinnedAt ? (
            <>
              <Time at={tool.pinnedAt} absolute />
              {tool.trustedFirstUse ? <span className="text-hold"> on first use, unread</span> : null}
            </>
          ) : (
            "Never"
          ),
        },
        { label: "Last seen", value: tool.seenAt ? <Time at={tool.seenAt} /> : "Not yet by any point" },
        { label: "First known", value: <Time at={tool.createdAt} absolute /> },
        {
          label: "Calls",
          value: (
            <Link
              href={filterHref("/activity", { tool: toolName(tool), range: "30d" })}
              className="text-accent hover:underline"
            >
              Calls of this tool
            </Link>
          ),
        },
      ]}
    />
  );
}

function BlockTool({ tool }: { tool: Tool }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const block = useMutation({
    mutationFn: (reason: string) => call(blockToolOp, { id: tool.id, reason }),
    onSuccess: async (saved) => {
      queries.setQueryData([getToolOp.id, { id: tool.id }], saved);
      setOpen(false);
      await queries.invalidateQueries({ queryKey: [listToolsOp.id] });
    },
  });
  return (
    <ConfirmDanger
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="danger-outline">
          <CircleSlash aria-hidden="true" />
          Block
        </Button>
      }
      title={
        <>
          Block <InlineUntrusted text={toolName(tool)} max={80} className="font-mono" />?
        </>
      }
      stops="Every agent is refused this tool as soon as its points have loaded the next policy bundle. Calls already running are not undone. Approving it again lifts the block."
      reason="required"
      act="Block tool"
      busy={block.isPending}
      problem={problemOf(block.error)}
      onConfirm={({ reason }) => block.mutate(reason)}
    />
  );
}
