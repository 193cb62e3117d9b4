/** The library in words: the risks by the names that OWASP gave them. */
import type { Risk } from "@/lib/policy/library-contract";

export const riskWords: Record<Risk, string> = {
  ASI01: "Agent goal hijack",
  ASI02: "Tool misuse and exploitation",
  ASI03: "Identity and privilege abuse",
  ASI04: "Agentic supply chain",
  ASI05: "Unexpected code execution",
  ASI06: "Memory and context poisoning",
  ASI07: "Insecure communication between agents",
  ASI08: "Cascading failures",
  ASI09: "Exploited trust of people",
  ASI10: "Rogue agents",
};

export const libraryHref = (entry: string): string => `/policies/library/${encodeURIComponent(entry)}`;
