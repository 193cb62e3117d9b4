/** The first page of what was said to be one agent. */
export const agentSightingsInput = (agentId: string) => ({ agentId, state: "any", limit: 20 }) as const;
