/** The agents that a choice offers: one page of them, by name. Apart from the views, because server pages ask for it too. */
export const agentChoices = { sort: "name", limit: 200 } as const;
