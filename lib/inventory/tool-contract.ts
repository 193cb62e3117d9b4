/** What a definition is read for, how a server's new tools are met, and who uses a tool. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { guarded } from "@/lib/changes/contract";
import { Severity } from "@/lib/findings/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant, OperationClass, Reversibility } from "@/sdk/wire/words";

export const ToolSignKind = z.enum([
  "hidden-characters",
  "terminal-escape",
  "mixed-scripts",
  "instruction",
  "secrecy",
  "private-data",
  "conversation-argument",
  "tool-mention",
  "shadowing",
  "oversized",
  "markup",
  "encoded",
]);
export type ToolSignKind = z.infer<typeof ToolSignKind>;

/** Something in a definition that a person should look at before approving it. It approves nothing and forbids nothing. */
export const ToolSign = z.object({
  kind: ToolSignKind,
  /** `low` is only pointed out; from `medium` on it opens a finding and keeps the tool from being trusted unread. */
  severity: Severity,
  /** JSON pointer of the value. */
  at: z.string(),
  /** True when it stands in the name of that member and not in its value. */
  inName: z.boolean(),
  /** UTF-16 offsets in the name or the text. */
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
  /** The beginning of what stands there: the server's words. */
  excerpt: z.string(),
  what: z.string(),
  why: z.string(),
});
export type ToolSign = z.infer<typeof ToolSign>;

/** `ask`: a person reads every new tool. `trust-first-use`: the first sound definition is pinned unread. */
export const FirstUse = z.enum(["ask", "trust-first-use"]);
export type FirstUse = z.infer<typeof FirstUse>;

export const ToolServer = z.object({
  name: z.string(),
  firstUse: FirstUse,
  /** What a tool that is trusted unread is taken to do; null while each is asked about. */
  operationClass: OperationClass.nullable(),
  reversibility: Reversibility,
  /** Null while nobody chose anything: then each tool is asked about. */
  choice: z.object({ reason: z.string(), byName: z.string(), at: Instant }).nullable(),
  tools: z.int(),
  /** Pinned to a definition that nobody read. */
  trustedUnread: z.int(),
});
export type ToolServer = z.infer<typeof ToolServer>;

export const listToolServersOp = operation({
  id: "inventory.listToolServers",
  http: "GET /v1/tool-servers",
  permission: "tool:read",
  summary: "List the servers of tools, and how the new tools of each are met",
  input: Nothing,
  output: z.object({ items: z.array(ToolServer) }),
});

export const setToolServerOp = operation({
  id: "inventory.setToolServer",
  http: "PUT /v1/tool-servers/{name}",
  permission: "tool:edit",
  summary:
    "Choose how new tools of a server are met: a person is asked about each, or the first sound definition is pinned unread; to trust unread is proposed to a second person",
  input: z.strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^/\s]+$/, "no slash and no space")
      .refine(isStorable, notStorable),
    firstUse: FirstUse,
    /** Needed to trust: what each of its tools is taken to do until a person classifies it. */
    operationClass: OperationClass.nullable().default(null),
    reversibility: Reversibility.default("irreversible"),
    reason: z.string().trim().min(1).max(500).refine(isStorable, notStorable),
  }),
  output: guarded(ToolServer),
});

export const getToolUseOp = operation({
  id: "inventory.getToolUse",
  http: "GET /v1/tools/{id}/use",
  permission: "tool:read",
  summary: "Read which policies name a tool, and which agents called it in the last 30 days",
  input: z.strictObject({ id: idOf("tool") }),
  output: z.object({
    policies: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        effect: z.enum(["permit", "forbid"]),
        status: z.enum(["draft", "active", "disabled"]),
        checkpoint: z.string().nullable(),
        /** What of it the policy names. */
        names: z.enum(["tool", "class", "server", "everything"]),
      }),
    ),
    agents: z.array(z.object({ id: z.string(), name: z.string(), calls: z.int(), lastAt: Instant })),
    /** The calls that were looked through: all of the last 30 days, or the newest when there were more. */
    since: Instant,
  }),
});
