/** What a server says of its tool, taken apart for reading. All of it is the server's word. Pure. */
type Definition = {
  description: string | null;
  /** Hints of the tool about itself, as MCP names them; they classify nothing. */
  claims: string[];
  value: unknown;
  /** Indented, and long texts broken after sentences, so that a difference falls on the line that changed. */
  lines: string;
};

const hints: Record<string, (value: unknown) => string | null> = {
  readOnlyHint: (value) => (value === true ? "changes nothing" : value === false ? "changes things" : null),
  destructiveHint: (value) => (value === true ? "may destroy" : value === false ? "only adds" : null),
  idempotentHint: (value) => (value === true ? "harmless to repeat" : null),
  openWorldHint: (value) =>
    value === true ? "reaches outside systems" : value === false ? "stays within its system" : null,
};

export function readDefinition(text: string | null): Definition | null {
  if (text === null) return null;
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return { description: null, claims: [], value, lines: text };
  const { description, annotations } = value as { description?: unknown; annotations?: unknown };
  return {
    description: typeof description === "string" ? description : null,
    claims: claimsOf(annotations),
    value,
    lines: JSON.stringify(value, null, 2).split("\n").map(broken).join("\n"),
  };
}

const LONG_LINE = 100;

/** Breaks a line of JSON after sentences and where its text has line ends. Every character stays; JSON has no others. */
function broken(line: string): string {
  if (line.length <= LONG_LINE) return line;
  const indent = " ".repeat(line.length - line.trimStart().length + 4);
  const parts = line.replace(/\\.|[.!?] /gs, (part) =>
    part === "\\n" || part.endsWith(" ") ? `${part}\n${indent}` : part,
  );
  return parts.endsWith(`\n${indent}`) ? parts.trimEnd() : parts;
}

function claimsOf(annotations: unknown): string[] {
  if (typeof annotations !== "object" || annotations === null) return [];
  return Object.entries(annotations).flatMap(([name, value]) => {
    const words = Object.hasOwn(hints, name) ? hints[name]?.(value) : null;
    return words ? [words] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
