/** What a person fills in to connect a point. */
import type { z } from "zod";
import type { invitePointOp } from "@/lib/enforcement/contract";
import type { Mode } from "@/sdk/wire/words";
import type { ConnectKind } from "./connect-kinds";

export type InviteDraft = {
  name: string;
  kind: ConnectKind;
  mode: Mode;
  /** Empty means every agent. */
  agents: string[];
  /** The name under which policies know the tools: `server/tool`. Only for the snippet. */
  server: string;
};

export type Invited = {
  draft: InviteDraft;
  answer: z.output<typeof invitePointOp.output>;
};

export const emptyInvite: InviteDraft = { name: "", kind: "mcp-stdio", mode: "enforce", agents: [], server: "files" };

/** As the registry writes servers: no slash, no space, 100 characters at most. */
export const serverProblem = (server: string): string | null => {
  if (server.trim() === "") return "Give the server a name: policies write its tools as server/tool.";
  if (/[/\s]/.test(server)) return "No slash and no space: policies write its tools as server/tool.";
  return server.length > 100 ? "At most 100 characters." : null;
};
