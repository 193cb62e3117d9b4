/** Starting points: valid Cedar for what people want most often. Names in them are replaced by hand. */

export type Snippet = { id: string; title: string; explains: string; text: (names: SnippetNames) => string };

/** Real names from the inventory, so that a snippet validates as it stands where it can. */
export type SnippetNames = { server: string; tool: string; rule: string };

/** Cedar strings take the same escapes as JSON for quotes and backslashes. */
const quoted = (name: string): string => JSON.stringify(name);

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
    explains: "Calls of one tool are forbidden above an amount. The argument must have a type in the tool's schema.",
    text: ({ tool }) => `forbid(
  principal,
  action == Action::${quoted(tool)},
  resource
)
when { context.args.amount > 500 };
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
