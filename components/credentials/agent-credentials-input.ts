/** What the page of an agent asks for, on the server and in the browser alike. */
export const agentCredentialsInput = (agentId: string) => ({ agentId, ended: "with", limit: 50 }) as const;
