"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { AllowGlyph } from "@/components/ui/glyphs";
import { Section } from "@/components/ui/page-header";
import { Countdown } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listPointsOp } from "@/lib/enforcement/contract";
import { listAgentsOp } from "@/lib/inventory/contract";
import { agentChoices } from "./agent-choices";
import { mcpCommand, mcpConfig, sdkSnippet } from "./install-snippets";
import type { Invited } from "./invite-draft";
import { revisionWords } from "./point-words";

const live = { points: [listPointsOp.id], control: [listPointsOp.id], audit: [listPointsOp.id] };

/** The token is in these texts and nowhere else: it is not kept, and not in the address. */
export function ConnectSnippets({ invited, again }: { invited: Invited; again: () => void }) {
  const { draft, answer } = invited;
  const { data } = useSuspenseQuery(optionsFor(listAgentsOp, agentChoices));
  const agentId = draft.agents[0] ?? data.items[0]?.id ?? "AGENT_ID";
  const values = { agentId, server: draft.server, gatewayUrl: answer.gatewayUrl, token: answer.token };
  return (
    <div className="max-w-[52rem]">
      <Arrival invited={invited} again={again} />
      <Section
        title={draft.kind === "sdk" ? "In the agent's code" : "In place of the MCP server's command"}
        description="The token works once and is shown only now. The point makes its own key with it and keeps that."
      >
        <div className="space-y-3">
          {draft.kind === "sdk" ? (
            <>
              <CodeBlock label="Once, in a terminal" code="npm install gatehouse" />
              <CodeBlock label="TypeScript" code={sdkSnippet(values)} />
            </>
          ) : (
            <>
              <CodeBlock label="Command" code={mcpCommand(values)} />
              <CodeBlock label="The same in an MCP client's configuration" code={mcpConfig(values)} />
            </>
          )}
          {draft.agents.length === 1 ? null : (
            <p className="text-muted text-xs">
              Replace <code className="font-mono">{agentId}</code> by the id of the agent that makes the calls; its page
              shows it.
            </p>
          )}
        </div>
      </Section>
    </div>
  );
}

/** Turns to "connected" when the first sign of life comes, by itself. */
function Arrival({ invited, again }: { invited: Invited; again: () => void }) {
  useLive(live);
  const { data } = useSuspenseQuery({ ...optionsFor(listPointsOp, {}), refetchInterval: 5_000 });
  const point = data.items.find(({ id, name }) => name === invited.draft.name.trim() && !invited.before.includes(id));
  if (point && point.state !== "never_connected") {
    return (
      <div
        role="status"
        className="mb-8 flex flex-wrap items-center gap-3 border-allow border-l-2 bg-allow-soft px-3 py-3"
      >
        <AllowGlyph className="size-5 text-allow" />
        <p className="flex-1 basis-60 text-sm">
          <strong className="font-medium">{point.name} is connected.</strong> {revisionWords(point)}.
        </p>
        <Button asChild variant="primary">
          <Link href={`/points/${encodeURIComponent(point.id)}`}>Open the point</Link>
        </Button>
      </div>
    );
  }
  return (
    <div role="status" className="mb-8">
      <Callout
        title={point ? "Enrolled, waiting for the first heartbeat" : "Waiting for the point to come"}
        action={
          point ? null : (
            <Button size="sm" onClick={again}>
              Start over
            </Button>
          )
        }
      >
        {point ? (
          "The token was used. This page turns by itself."
        ) : (
          <>
            Run what is below; this page turns by itself. The token expires in{" "}
            <Countdown to={invited.answer.expiresAt} over="no time: it has expired, start over" />.
          </>
        )}
      </Callout>
    </div>
  );
}
