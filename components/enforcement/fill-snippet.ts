/** Puts values into a snippet, each as a string of the language it stands in, whatever is in it. */
export type SnippetValues = { agentId: string; server: string; gatewayUrl: string; token: string };

const PLACE = /"(GATEWAY_URL|AGENT_ID|TOKEN|SERVER)(\/[a-z_]+)?"/g;

export function fillSnippet(text: string, { agentId, server, gatewayUrl, token }: SnippetValues): string {
  const values: Record<string, string> = { GATEWAY_URL: gatewayUrl, AGENT_ID: agentId, TOKEN: token, SERVER: server };
  return text.replace(PLACE, (_, name: string, rest = "") => JSON.stringify(`${values[name] ?? name}${rest}`));
}
