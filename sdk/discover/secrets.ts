/** Secrets as they stand in files: told by their shape, and named by their fingerprint alone. */
import { sha256 } from "../canonical.ts";
import { keyVariables } from "./catalogue.ts";

/** The first that fits is what it is called. */
const shapes: readonly { what: string; pattern: RegExp }[] = [
  { what: "Anthropic key", pattern: /\bsk-ant-[A-Za-z0-9_-]{20,200}/ },
  { what: "OpenRouter key", pattern: /\bsk-or-(?:v\d-)?[A-Za-z0-9]{32,100}/ },
  { what: "OpenAI key", pattern: /\bsk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,250}/ },
  { what: "key of the sk- kind", pattern: /\bsk-[A-Za-z0-9]{32,100}/ },
  { what: "Google API key", pattern: /\bAIza[0-9A-Za-z_-]{35}/ },
  { what: "Groq key", pattern: /\bgsk_[A-Za-z0-9]{40,100}/ },
  { what: "xAI key", pattern: /\bxai-[A-Za-z0-9]{40,120}/ },
  { what: "Hugging Face token", pattern: /\bhf_[A-Za-z0-9]{30,60}/ },
  { what: "Replicate token", pattern: /\br8_[A-Za-z0-9]{30,60}/ },
  { what: "Perplexity key", pattern: /\bpplx-[A-Za-z0-9]{40,80}/ },
  { what: "NVIDIA key", pattern: /\bnvapi-[A-Za-z0-9_-]{40,120}/ },
  { what: "GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,100}|github_pat_[A-Za-z0-9_]{50,120})/ },
  { what: "Slack token", pattern: /\bxox[abposr]-[A-Za-z0-9-]{20,200}/ },
];

export type Shaped = { what: string; value: string };
const every = new RegExp(shapes.map(({ pattern }) => pattern.source).join("|"), "g");

/** Each with what it looks like; not those that are plainly made up, as in documents. */
export function secretsIn(text: string): Shaped[] {
  const found: Shaped[] = [];
  for (const [value] of text.matchAll(every)) {
    const shape = shapes.find(({ pattern }) => pattern.exec(value)?.index === 0);
    if (shape && !madeUp(value)) found.push({ what: shape.what, value });
  }
  return found;
}

/** "sk-xxxxxxxxxxxxxxxxxxxxxxxx" and the like: few different characters, or words that say so. */
function madeUp(value: string): boolean {
  if (/x{6}|X{6}|\*{4}|example|placeholder|your[-_]|redacted|dummy|fake/i.test(value)) return true;
  return new Set(value.replace(/^[A-Za-z0-9]*[-_]/, "")).size < 8;
}

/** As docs/credentials.md has it, so that it is found beside what agents have on record. */
export const fingerprintOf = (secret: string): string => sha256(secret);

const SECRETIVE = /key|token|secret|passw|pwd|credential|auth|bearer|cookie|session|private|signature|dsn|conn/i;
export const secretive = (name: string): boolean => SECRETIVE.test(name);

/** `${X}`, `$X`, `%X%` and `{{X}}` stand for a value that is elsewhere. */
const isReference = (value: string): boolean => /^(?:bearer |basic )?\s*(?:\$|%\w+%$|\{\{|\{env:)/i.test(value.trim());

const LEAST = 16;
/**
 * The secret in what a variable or header is set to, without the scheme before it; null for what is none, for what stands elsewhere,
 * and for what is so short that its fingerprint would give it away.
 */
export function secretValue(name: string, value: string): string | null {
  if (isReference(value)) return null;
  const bare = value.trim().replace(/^(?:bearer|basic|token)\s+/i, "");
  const [shaped] = secretsIn(bare);
  if (shaped) return shaped.value;
  if (madeUp(bare) || /\s/.test(bare) || /^(?:https?:|file:|\.{0,2}\/|~)/.test(bare)) return null;
  return bare.length >= LEAST && secretive(name) ? bare : null;
}

const VARIABLE = new RegExp(`\\b(${Object.keys(keyVariables).join("|")})\\b`, "g");
/** Names of variables that models' keys are commonly kept in. */
export const keyVariablesIn = (line: string): string[] => [...line.matchAll(VARIABLE)].map(([, name]) => name ?? "");
