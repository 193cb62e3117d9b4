/** Starting points: valid Cedar for what people want most often, with real names of the inventory where it has any. */
import type { Tool } from "@/lib/inventory/contract";

/** An argument of a tool that can be compared with a number. */
export type NumericArgument = { tool: string; name: string; kind: "integer" | "number"; required: boolean };

export type SnippetNames = { server: string; tool: string; rule: string; limited: NumericArgument };

export type Snippet = { id: string; title: string; explains: string; text: (names: SnippetNames) => string };

/** Names for an empty inventory: plain examples, which validation then asks to be replaced. */
const examples: SnippetNames = {
  server: "crm",
  tool: "crm/delete_contact",
  rule: "two-people",
  limited: { tool: "bank/transfer", name: "amount", kind: "integer", required: true },
};

export function snippetNames(tools: readonly Tool[], rules: readonly { slug: string }[]): SnippetNames {
  const named = (wanted: (tool: Tool) => boolean) => tools.find(wanted) ?? tools[0];
  const reading = named((tool) => tool.operationClass === "read");
  const risky = named((tool) => tool.operationClass !== "read" && tool.reversibility === "irreversible");
  return {
    server: reading?.server ?? examples.server,
    tool: risky ? `${risky.server}/${risky.name}` : examples.tool,
    rule: rules[0]?.slug ?? examples.rule,
    limited: tools.map(numericArgument).find((found) => found !== null) ?? examples.limited,
  };
}

type Schema = { properties?: Record<string, { type?: unknown }>; required?: unknown };

function numericArgument(tool: Tool): NumericArgument | null {
  const schema = inputSchemaOf(tool);
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    const kind = property?.type;
    if ((kind === "integer" || kind === "number") && /^[A-Za-z_]\w*$/.test(name)) {
      const required = Array.isArray(schema?.required) && schema.required.includes(name);
      return { tool: `${tool.server}/${tool.name}`, name, kind, required };
    }
  }
  return null;
}

/** A tool's definition comes from its server: whatever is not the expected shape is no schema. */
export function inputSchemaOf(tool: Pick<Tool, "definition" | "pinnedDefinition">): Schema | null {
  try {
    const definition: unknown = JSON.parse(tool.pinnedDefinition ?? tool.definition ?? "null");
    const schema = isObject(definition) ? definition.inputSchema : null;
    return isObject(schema) && isObject(schema.properties) ? (schema as Schema) : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Cedar strings take the same escapes as JSON for quotes and backslashes. */
const quoted = (name: string): string => JSON.stringify(name);

const aboveLimit = ({ name, kind, required }: NumericArgument): string => {
  const value = `context.args.${name}`;
  const above = kind === "integer" ? `${value} > 500` : `${value}.greaterThan(decimal("500.00"))`;
  return required ? above : `context.args has ${name} && ${above}`;
};

export const snippets: readonly Snippet[] = [
  {
    id: "permit-reads",
    title: "Permit reads of a server",
    explains: "Every agent may call the reading tools of one server; its other tools stay denied.",
    text: ({ server }) => `permit(
  principal,
  action in Action::"read",
  resource == Server::${quoted(server)}
);
`,
  },
  {
    id: "permit-team",
    title: "Permit a team in production",
    explains: "Agents of one team, in production, may use one tool.",
    text: ({ tool }) => `permit(
  principal in Team::"support",
  action == Action::${quoted(tool)},
  resource
)
when { principal.environment == "production" };
`,
  },
  {
    id: "forbid-tool",
    title: "Forbid a tool",
    explains: "No agent may call it. A forbid wins over every permit.",
    text: ({ tool }) => `forbid(
  principal,
  action == Action::${quoted(tool)},
  resource
);
`,
  },
  {
    id: "hold-money",
    title: "Hold money for people",
    explains: "Every call that moves money waits for the people whom the checkpoint rule names.",
    text: ({ rule }) => `@checkpoint(${quoted(rule)})
forbid(
  principal,
  action in Action::"money.move",
  resource
);
`,
  },
  {
    id: "limit-argument",
    title: "Limit an argument",
    explains: "Calls of one tool are forbidden above an amount. The tool's schema must give the argument a type.",
    text: ({ limited }) => `forbid(
  principal,
  action == Action::${quoted(limited.tool)},
  resource
)
when { ${aboveLimit(limited)} };
`,
  },
  {
    id: "observe",
    title: "Watch before forbidding",
    explains: "Recorded as what would have been forbidden, but not enforced.",
    text: () => `@mode("observe")
forbid(
  principal in RiskTier::"high",
  action in Action::"data.export",
  resource
);
`,
  },
];
