/** What a person fills in to connect a point. */
import type { z } from "zod";
import type { invitePointOp } from "@/lib/enforcement/contract";
import type { Mode, PepKind } from "@/sdk/wire/words";

export type InviteDraft = {
  name: string;
  kind: Extract<PepKind, "mcp-proxy" | "sdk">;
  mode: Mode;
  /** Empty means every agent. */
  agents: string[];
  /** The name under which policies know the MCP server. Only for the snippet. */
  server: string;
};

export type Invited = {
  draft: InviteDraft;
  answer: z.output<typeof invitePointOp.output>;
  /** Points that were there before, so that the new one can be told from them. */
  before: readonly string[];
};

export const emptyInvite: InviteDraft = { name: "", kind: "mcp-proxy", mode: "enforce", agents: [], server: "files" };

/** As the registry writes servers: no slash, no space, 100 characters at most. */
export const serverProblem = (server: string): string | null => {
  if (server.trim() === "") return "Give the server a name: policies write its tools as server/tool.";
  if (/[/\s]/.test(server)) return "No slash and no space: policies write its tools as server/tool.";
  return server.length > 100 ? "At most 100 characters." : null;
};
