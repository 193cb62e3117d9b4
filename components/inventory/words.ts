/** The inventory's word lists as people read them. Each is typed by the contract, so that a new word without a label does not compile. */
import type { z } from "zod";
import type { Autonomy, DataClass, Environment, KnownBy, Provider, ToolState } from "@/lib/inventory/contract";
import type { AgentStatus, OperationClass, Reversibility, RiskTier } from "@/sdk/wire/words";

type Of<S extends z.ZodType> = z.output<S> & string;
type Words<S extends z.ZodType> = Record<Of<S>, string>;
type Explained<S extends z.ZodType> = Record<Of<S>, { label: string; help: string }>;

export const providerWords: Words<typeof Provider> = {
  microsoft: "Microsoft (Copilot, Azure AI)",
  anthropic: "Anthropic",
  google: "Google (Vertex, Gemini)",
  openai: "OpenAI",
  aws: "AWS (Bedrock)",
  langchain: "LangChain",
  llamaindex: "LlamaIndex",
  "self-hosted": "Self-hosted",
  other: "Other",
};

export const providerShort: Words<typeof Provider> = {
  microsoft: "Microsoft",
  anthropic: "Anthropic",
  google: "Google",
  openai: "OpenAI",
  aws: "AWS",
  langchain: "LangChain",
  llamaindex: "LlamaIndex",
  "self-hosted": "Self-hosted",
  other: "Other",
};

export const environmentWords: Words<typeof Environment> = {
  production: "Production",
  staging: "Staging",
  development: "Development",
};

export const knownByWords: Words<typeof KnownBy> = {
  person: "A person",
  import: "A table",
  telemetry: "Telemetry",
  activity: "A point's report",
  scan: "A scan",
  card: "Its agent card",
};

export const agentStatusWords: Words<typeof AgentStatus> = {
  active: "Active",
  suspended: "Suspended",
  killed: "Killed",
  retired: "Retired",
};

export const dataClassWords: Explained<typeof DataClass> = {
  public: { label: "Public", help: "anyone may read it" },
  internal: { label: "Internal", help: "for people of the organisation" },
  confidential: { label: "Confidential", help: "harm if it leaves: contracts, prices, plans" },
  personal: { label: "Personal", help: "about identifiable people" },
  health: { label: "Health", help: "about people's health" },
  payment: { label: "Payment", help: "cards, accounts, transfers" },
  secrets: { label: "Secrets", help: "keys, passwords, tokens" },
};

export const autonomyWords: Explained<typeof Autonomy> = {
  assists: { label: "Assists", help: "suggests; a person does it" },
  supervised: { label: "Supervised", help: "acts, with a person's approval for what matters" },
  bounded: { label: "Bounded", help: "acts alone within set limits" },
  autonomous: { label: "Autonomous", help: "acts freely, also without anyone watching" },
};

export const riskTierWords: Explained<typeof RiskTier> = {
  low: { label: "Low", help: "a mistake is a nuisance; may go on longest when its point loses contact" },
  medium: { label: "Medium", help: "a mistake costs work or money that can be got back" },
  high: { label: "High", help: "a mistake harms customers, money or data; two owners, little time without contact" },
  critical: {
    label: "Critical",
    help: "a mistake cannot be undone or endangers people; two owners, little time without contact",
  },
};

export const operationClassWords: Explained<typeof OperationClass> = {
  read: { label: "Read", help: "looks, changes nothing" },
  "data.write": { label: "Write data", help: "creates, changes or deletes data" },
  "data.export": { label: "Export data", help: "sends data out: mail, upload, publication" },
  "money.move": { label: "Move money", help: "pays, refunds, orders" },
  "code.execute": { label: "Run code", help: "runs commands or code" },
  "credential.use": { label: "Use credentials", help: "reads or uses secrets and identities" },
  "agent.delegate": { label: "Delegate", help: "lets another agent act" },
  "config.change": { label: "Change settings", help: "changes permissions, settings, infrastructure" },
};

export const reversibilityWords: Explained<typeof Reversibility> = {
  reversible: { label: "Reversible", help: "can be undone completely" },
  compensable: { label: "Compensable", help: "cannot be undone, but made good: a refund, a correction" },
  irreversible: { label: "Irreversible", help: "cannot be taken back" },
};

export const toolStateWords: Explained<typeof ToolState> = {
  waiting: { label: "Waiting", help: "seen, and approved by nobody: every point refuses it" },
  approved: { label: "Approved", help: "the pinned definition may be used where policy permits" },
  changed: { label: "Changed", help: "its definition is not the pinned one any more: every point refuses it" },
  blocked: { label: "Blocked", help: "refused for every agent" },
};
