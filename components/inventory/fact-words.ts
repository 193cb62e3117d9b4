/** Any one fact of an agent in words, for differences and summaries. */
import type { Person } from "@/lib/identity/contract";
import type { AgentDraft } from "./agent-draft";
import { autonomyWords, dataClassWords, environmentWords, providerWords, riskTierWords } from "./words";

export function factWords(draft: AgentDraft, field: keyof AgentDraft, people: readonly Person[]): string {
  const person = (id: string | null) => (id ? (people.find((each) => each.id === id)?.name ?? id) : "nobody");
  switch (field) {
    case "provider":
      return providerWords[draft.provider];
    case "environment":
      return environmentWords[draft.environment];
    case "autonomy":
      return autonomyWords[draft.autonomy].label;
    case "riskTier":
      return riskTierWords[draft.riskTier].label;
    case "dataClasses":
      return draft.dataClasses.map((kind) => dataClassWords[kind].label).join(", ") || "none stated";
    case "tags":
      return draft.tags.join(", ") || "none";
    case "ownerId":
    case "backupOwnerId":
      return person(draft[field]);
    default:
      return draft[field] || "empty";
  }
}
