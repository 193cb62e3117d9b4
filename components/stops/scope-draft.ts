/** The form's fields, and the scope that they make. Pure. */
import type { StopScope } from "@/lib/enforcement/stop-contract";

export type ScopeKind = StopScope["kind"];
export type ScopeDraft = { kind: ScopeKind; value: string; to: string };

export const emptyDraft: ScopeDraft = { kind: "agent", value: "", to: "" };

export const scopeKinds: readonly { value: ScopeKind; label: string; hint: string }[] = [
  { value: "agent", label: "One agent", hint: "Killed or suspended." },
  { value: "owner", label: "A person's agents", hint: "Every agent that this person owns, by one order." },
  { value: "provider", label: "A provider", hint: "Every call of every agent that runs on it." },
  { value: "server", label: "A server", hint: "All its tools, for everyone." },
  { value: "tool", label: "A tool", hint: "One tool, for everyone." },
  { value: "credential", label: "A credential", hint: "Every call that presents it, by its name or fingerprint." },
  { value: "delegation", label: "A delegation", hint: "One agent acting through another." },
  { value: "everything", label: "Everything", hint: "No agent may call any tool." },
];

/** Null until everything that the scope needs is filled in. */
export function scopeOf({ kind, value, to }: ScopeDraft): StopScope | null {
  const text = value.trim();
  if (kind === "everything") return { kind };
  if (text === "") return null;
  switch (kind) {
    case "agent":
      return { kind, agentId: text };
    case "owner":
      return { kind, owner: text };
    case "provider":
      return { kind, provider: text };
    case "server":
      return { kind, server: text };
    case "tool":
      return { kind, tool: text };
    case "credential":
      return { kind, credential: text };
    case "delegation":
      return to.trim() === "" ? null : { kind, from: text, to: to.trim() };
  }
}
