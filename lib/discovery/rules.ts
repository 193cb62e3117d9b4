/** What a sighting says in a few words, and which agents it may be. Pure. */
import type { z } from "zod";
import type { Provider } from "@/lib/inventory/contract";
import type { Found } from "@/sdk/wire/discovery";
import type { SightingFacts } from "./contract";

const MOST_WORDS = 12;

/** Names in it are the source's own, and are to be shown as such. */
export function summaryOf({ found, card, reporters = [] }: SightingFacts): string[] {
  if (found) return foundWords(found).slice(0, MOST_WORDS);
  if (card)
    return [
      `${card.skills.length} ${card.skills.length === 1 ? "skill" : "skills"}`,
      ...(card.endpoint ? [card.endpoint] : []),
    ];
  return reporters.slice(0, MOST_WORDS).map(({ name }) => `reported by ${name}`);
}

const foundWords = ({ frameworks, servers, variables, card }: Found): string[] => [
  ...frameworks.map(({ name, version }) => (version === null ? name : `${name} ${version}`)),
  ...servers.map(({ name }) => `MCP server ${name}`),
  ...variables.map(({ name }) => name),
  ...(card ? [`${card.skills.length} ${card.skills.length === 1 ? "skill" : "skills"}`] : []),
];

/** Names that differ in case and punctuation alone are the same here. */
export const plainNameOf = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** Shorter ones are part of too many names. */
const LEAST_PART = 6;
export function nameMatch(mine: string, theirs: string): "same" | "part" | null {
  const [a, b] = [plainNameOf(mine), plainNameOf(theirs)];
  if (a === "" || b === "") return null;
  if (a === b) return "same";
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= LEAST_PART && long.includes(short) ? "part" : null;
}

/** The platform of the coverage matrix that a framework belongs to, for the form; a person decides. */
const providers: Readonly<Record<string, z.output<typeof Provider>>> = {
  langchain: "langchain",
  langgraph: "langchain",
  llamaindex: "llamaindex",
  "openai-agents": "openai",
  openai: "openai",
  "claude-agent-sdk": "anthropic",
  anthropic: "anthropic",
  "google-adk": "google",
  genkit: "google",
  "google-genai": "google",
  strands: "aws",
  "bedrock-agents": "aws",
  bedrock: "aws",
  autogen: "microsoft",
  "agent-framework": "microsoft",
  "semantic-kernel": "microsoft",
};

export function suggestedFrom(name: string, { found }: SightingFacts) {
  const frameworks = found?.frameworks.filter(({ kind }) => kind === "framework") ?? [];
  const known = found?.frameworks.flatMap(({ id }) => providers[id] ?? [])[0];
  return {
    name: name.trim().slice(0, 120),
    provider: known ?? ("other" as const),
    framework: frameworks
      .map((one) => one.name)
      .join(", ")
      .slice(0, 80),
  };
}
