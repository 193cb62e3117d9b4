/**
 * News for a chat: a sentence of ours, names in code spans, a link to the console. Names may be an agent's or a server's
 * words, so everything in them that the chat would read as markup, a mention or a link is taken out or shown.
 */
import { timeLeft, timeWords } from "@/lib/messages/mail-text";
import { plainName } from "@/lib/shared/plain-name";
import type { ChatNews } from "./contract";
import type { AuditRow } from "./ocsf/audit-event";

export type News = {
  sentence: string;
  name: string;
  /** Words of ours alone. */
  facts?: string;
  href: string;
  link: string;
};

/** What a chat may say about a request: from the console's records, without arguments and without the agent's own words. */
export type ChatRequest = {
  agentId: string;
  agentName: string;
  operationClass: string;
  riskTier: string;
  expiresAt: Date;
};
const tiers = ["critical", "high", "medium", "low"];

const requestSentences: Record<string, string> = {
  "checkpoint.opened": "A tool call waits for a decision:",
  "checkpoint.reminded": "A tool call still waits for a decision:",
  "checkpoint.escalated": "A tool call waits for a decision and was escalated:",
  "checkpoint.expired": "Nobody decided in time, so this counts as denied:",
};
/** These have no sense any more once the request has ended. */
export const asksForDecision = (action: string): boolean =>
  action in requestSentences && action !== "checkpoint.expired";

/** Which news an administrative fact is, if any. */
export function newsOf(action: string): ChatNews | null {
  if (action === "finding.opened" || action === "finding.reopened") return "finding";
  if (action in requestSentences) return "checkpoint";
  return action === "agent.killed" || action === "scope.revoked" ? "kill" : null;
}

const words: Record<ChatNews, { sentence: string; link: string }> = {
  finding: { sentence: "Gatehouse opened a finding:", link: "Look at the finding" },
  kill: { sentence: "A kill was ordered:", link: "See what is stopped" },
  checkpoint: { sentence: "A tool call waits for a decision:", link: "Review it" },
};

export function newsFor(
  row: Pick<AuditRow, "action" | "targetKind" | "targetId" | "targetName">,
  appUrl: string,
  request: ChatRequest | null = null,
  now: Date = new Date(),
): News | null {
  const news = newsOf(row.action);
  if (!news) return null;
  const id = encodeURIComponent(row.targetId);
  const paths: Record<ChatNews, string> = {
    finding: `/findings/${id}`,
    kill: row.targetKind === "agent" ? `/agents/${id}` : "/points/stops",
    checkpoint: `/checkpoints/${id}`,
  };
  const common = { ...words[news], name: plainName(row.targetName), href: `${appUrl}${paths[news]}` };
  if (news !== "checkpoint") return common;
  const sentence = requestSentences[row.action] ?? common.sentence;
  return { ...common, sentence, ...(request ? { facts: factsOf(row.action, request, now) } : {}) };
}

function factsOf(action: string, { operationClass, riskTier, expiresAt }: ChatRequest, now: Date): string {
  const what = `${operationClass}, risk ${riskTier}`;
  if (!asksForDecision(action)) return what;
  const left = timeLeft(expiresAt.getTime() - now.getTime());
  return `${what}, ${left} left, until ${timeWords(expiresAt, "UTC")}`;
}

type Fact = { fact: Pick<AuditRow, "action" | "targetKind" | "targetId" | "targetName">; request: ChatRequest | null };

/** Several requests of one agent are one line: how many, the highest risk, the first end, and the way to the inbox. */
export function newsForAll(facts: readonly Fact[], appUrl: string, now: Date = new Date()): News[] {
  const groups = new Map<string, Fact[]>();
  for (const one of facts) {
    const folds = one.request && asksForDecision(one.fact.action);
    const key = folds ? `agent ${one.request?.agentId}` : `one ${groups.size}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first?.request || group.length === 1)
      return first ? (newsFor(first.fact, appUrl, first.request, now) ?? []) : [];
    const requests = group.flatMap(({ request }) => request ?? []);
    const risk = tiers.find((tier) => requests.some(({ riskTier }) => riskTier === tier)) ?? first.request.riskTier;
    const end = new Date(Math.min(...requests.map(({ expiresAt }) => expiresAt.getTime())));
    return {
      sentence: `${group.length} tool calls of one agent wait for a decision:`,
      name: plainName(first.request.agentName),
      facts: `highest risk ${risk}, the first ends ${timeWords(end, "UTC")}`,
      href: `${appUrl}/checkpoints`,
      link: "Open the inbox",
    };
  });
}

/** In a code span nothing is markup and nothing is a mention; only the span itself must not end early. */
const inCode = (text: string): string =>
  `\`${text.replaceAll("`", "'").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}\``;

/** The incoming-webhook format that Slack, Mattermost and Rocket.Chat share. */
export const slackBody = (news: readonly News[]): string =>
  JSON.stringify({
    text: news
      .map(
        ({ sentence, name, facts, href, link }) =>
          `${sentence} ${inCode(name)}${facts ? ` ${facts}` : ""} — <${href}|${link}>`,
      )
      .join("\n"),
    unfurl_links: false,
    unfurl_media: false,
  });

/** An adaptive card. A RichTextBlock reads no markup at all, unlike a TextBlock. */
export const teamsBody = (news: readonly News[]): string =>
  JSON.stringify({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: news.map(({ sentence, name, facts, href, link }) => ({
            type: "Container",
            items: [
              {
                type: "RichTextBlock",
                inlines: [
                  { type: "TextRun", text: `${sentence} ` },
                  { type: "TextRun", text: name, fontType: "Monospace" },
                  ...(facts ? [{ type: "TextRun", text: ` ${facts}` }] : []),
                ],
              },
              { type: "ActionSet", actions: [{ type: "Action.OpenUrl", title: link, url: href }] },
            ],
          })),
        },
      },
    ],
  });
