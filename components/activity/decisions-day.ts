/** What the chart of a day asks: the same on server and browser, or the seeded answer is not found. */
export const dayOf = (agentId?: string) => (agentId === undefined ? { hours: 24 } : { agentId, hours: 24 });
