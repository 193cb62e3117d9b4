/** The agents that "try a decision" offers: one page of them, by name. */
export const tryChoices = { sort: "name", limit: 200 } as const;
