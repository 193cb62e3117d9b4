/** What a person can put an enforcement point before, and how. */
import type { PepKind } from "@/sdk/wire/words";
import { type SdkKind, sdkKinds } from "./sdk-snippets";

export type ConnectKind = "mcp-stdio" | "mcp-http" | "sandbox" | SdkKind;

export const connectKinds: readonly ConnectKind[] = ["mcp-stdio", "mcp-http", "sandbox", ...sdkKinds];

type KindWords = {
  label: string;
  hint: string;
  /** What is installed, once; null when the snippet installs what it needs. */
  install: string | null;
};

export const connectKindWords: Record<ConnectKind, KindWords> = {
  "mcp-stdio": {
    label: "MCP server, by its command",
    hint: "Takes the command's place in the client's configuration.",
    install: null,
  },
  "mcp-http": {
    label: "MCP server, by its address",
    hint: "Clients connect to the proxy, and the proxy to the server.",
    install: null,
  },
  sandbox: {
    label: "A program in a sandbox",
    hint: "gatehouse run starts the agent; what it reads, writes and reaches is a profile's.",
    install: null,
  },
  guard: {
    label: "A function",
    hint: "Any TypeScript function that an agent calls.",
    install: "npm install gatehouse",
  },
  "ai-sdk": {
    label: "Vercel AI SDK",
    hint: "Tools of generateText, streamText and agents.",
    install: "npm install gatehouse ai",
  },
  langchain: {
    label: "LangChain or LangGraph",
    hint: "A middleware for agents, guarded tools for graphs.",
    install: "npm install gatehouse langchain @langchain/core @langchain/langgraph",
  },
  "openai-agents": {
    label: "OpenAI Agents SDK",
    hint: "Function tools of an agent.",
    install: "npm install gatehouse @openai/agents",
  },
  llamaindex: {
    label: "LlamaIndex",
    hint: "Tools of agents and workflows.",
    install: "npm install gatehouse llamaindex @llamaindex/workflow",
  },
  "claude-agent-sdk": {
    label: "Claude Agent SDK",
    hint: "Hooks before each tool of a session.",
    install: "npm install gatehouse @anthropic-ai/claude-agent-sdk",
  },
};

export const isSdkKind = (kind: ConnectKind): kind is SdkKind => sdkKinds.some((one) => one === kind);

export const pepKindOf = (kind: ConnectKind): Extract<PepKind, "sdk" | "mcp-proxy" | "sandbox"> =>
  kind === "sandbox" ? kind : isSdkKind(kind) ? "sdk" : "mcp-proxy";

/** Claude Code names its tools itself, and so does a sandbox; everywhere else the name of the server is ours to give. */
export const namesServer = (kind: ConnectKind): boolean => kind !== "claude-agent-sdk" && kind !== "sandbox";
