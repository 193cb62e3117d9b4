/** The same on the server page that seeds it and in the component that asks. */
export const agentHistoryInput = (agentId: string) => ({ agentId, limit: 10 });
