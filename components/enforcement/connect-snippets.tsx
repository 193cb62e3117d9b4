"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { listAgentsOp } from "@/lib/inventory/contract";
import { agentChoices } from "./agent-choices";
import { ConnectArrival } from "./connect-arrival";
import { connectKindWords, isSdkKind } from "./connect-kinds";
import { fillSnippet, type SnippetValues } from "./fill-snippet";
import { mcpCommand, mcpConfig, mcpHttpAddress, mcpHttpCommand, sandboxCommand } from "./install-snippets";
import type { InviteDraft, Invited } from "./invite-draft";
import { sdkSnippets } from "./sdk-snippets";

const places = {
  sdk: "In the agent's code",
  mcp: "In place of the MCP server",
  sandbox: "In place of the agent's command",
} as const;

/** The token is in these texts and nowhere else: it is not kept, and not in the address. */
export function ConnectSnippets({ invited, again }: { invited: Invited; again: () => void }) {
  const { draft, answer } = invited;
  const { data } = useSuspenseQuery(optionsFor(listAgentsOp, agentChoices));
  const agentId = draft.agents[0] ?? data.items[0]?.id ?? "AGENT_ID";
  const values = { agentId, server: draft.server, gatewayUrl: answer.gatewayUrl, token: answer.token };
  return (
    <div className="max-w-[52rem]">
      <ConnectArrival answer={answer} again={again} />
      <Section
        title={places[draft.kind === "sandbox" ? "sandbox" : isSdkKind(draft.kind) ? "sdk" : "mcp"]}
        description="The token works once and is shown only now. The point makes its own key with it and keeps that."
      >
        <div className="space-y-3">
          <Snippets kind={draft.kind} values={values} />
          {draft.agents.length === 1 ? null : (
            <p className="text-muted text-xs">
              Replace <code className="font-mono">{agentId}</code> by the id of the agent that makes the calls; its page
              shows it.
            </p>
          )}
          <p className="text-muted text-xs">
            {isSdkKind(draft.kind) ? (
              <>
                <code className="font-mono">your-agent.ts</code> stands for tools and a model of your own.{" "}
              </>
            ) : null}
            Every line is explained in{" "}
            <code className="font-mono">
              {draft.kind === "sandbox" ? "docs/isolation.md" : `docs/connect/${draft.kind}.md`}
            </code>
            , with what to expect of a refusal, a wait for people and a restart.
          </p>
        </div>
      </Section>
    </div>
  );
}

function Snippets({ kind, values }: { kind: InviteDraft["kind"]; values: SnippetValues }) {
  const { install } = connectKindWords[kind];
  if (isSdkKind(kind)) {
    return (
      <>
        {install ? <CodeBlock label="Once, in a terminal" code={install} /> : null}
        <CodeBlock label="TypeScript" code={fillSnippet(sdkSnippets[kind], values)} />
      </>
    );
  }
  if (kind === "sandbox") {
    return (
      <>
        <CodeBlock label="Command" code={sandboxCommand(values)} />
        <p className="text-muted text-xs">
          It needs bubblewrap, and says so where it is missing. Replace PROFILE by the name of one of your{" "}
          <Link className="text-accent hover:underline" href="/isolation/profiles">
            sandbox profiles
          </Link>
          , and <code className="font-mono">node agent.mjs</code> by the agent's command. The second line proves the
          boundary.
        </p>
      </>
    );
  }
  if (kind === "mcp-http") {
    return (
      <>
        <CodeBlock label="Command" code={mcpHttpCommand(values)} />
        <CodeBlock label="The address for the MCP client" code={mcpHttpAddress} />
        <p className="text-muted text-xs">
          Replace the server's address and credential, and the port. Leave the header out where the server asks for
          none.
        </p>
      </>
    );
  }
  return (
    <>
      <CodeBlock label="Command" code={mcpCommand(values)} />
      <CodeBlock label="The same in an MCP client's configuration" code={mcpConfig(values)} />
    </>
  );
}
