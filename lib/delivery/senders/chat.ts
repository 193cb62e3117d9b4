/** Slack-compatible and Teams incoming webhooks. The address is the secret. */
import { env } from "@/lib/env";
import { type News, newsForAll, slackBody, teamsBody } from "../chat-message";
import { EgressAgent, targetOf } from "../egress-client";
import { sendHttp } from "./http-answer";
import type { Item, Sender, SenderOptions } from "./message";

const bodies = { slack: slackBody, teams: teamsBody } as const;

/** What is no fact is a test. */
const newsOfItems = (items: readonly Item[]): News[] => [
  ...newsForAll(
    items.flatMap(({ fact, request = null }) => (fact ? { fact, request } : [])),
    env.appUrl,
  ),
  ...items
    .filter(({ fact }) => !fact)
    .map(({ event }) => ({
      sentence: "A test from Gatehouse.",
      name: event.message,
      href: `${env.appUrl}/settings/integrations`,
      link: "Integrations",
    })),
];

export function chatSender(kind: "slack" | "teams", address: string, options: SenderOptions = {}): Sender {
  const url = new URL(address);
  const agent = new EgressAgent(targetOf(url), options);
  return {
    send: ({ items }) =>
      sendHttp(
        {
          url,
          agent,
          body: bodies[kind](newsOfItems(items)),
          headers: { "content-type": "application/json" },
          ...(options.timeoutMs ? { timeoutMs: options.timeoutMs } : {}),
        },
        ({ status }) => status === 413,
      ),
    close: () => agent.destroy(),
  };
}
