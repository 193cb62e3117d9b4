/**
 * News for a chat: a sentence of ours, names in code spans, a link to the console. Names may be an agent's or a server's
 * words, so everything in them that the chat would read as markup, a mention or a link is taken out or shown.
 */
import { plainName } from "@/lib/shared/plain-name";
import type { ChatNews } from "./contract";
import type { AuditRow } from "./ocsf/audit-event";

export type News = { sentence: string; name: string; href: string; link: string };

/** Which news an administrative fact is, if any. */
export function newsOf(action: string): ChatNews | null {
  if (action === "finding.opened" || action === "finding.reopened") return "finding";
  if (action === "checkpoint.opened") return "checkpoint";
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
): News | null {
  const news = newsOf(row.action);
  if (!news) return null;
  const id = encodeURIComponent(row.targetId);
  const paths: Record<ChatNews, string> = {
    finding: `/findings/${id}`,
    kill: row.targetKind === "agent" ? `/agents/${id}` : "/points/stops",
    checkpoint: `/checkpoints/${id}`,
  };
  return { ...words[news], name: plainName(row.targetName), href: `${appUrl}${paths[news]}` };
}

/** In a code span nothing is markup and nothing is a mention; only the span itself must not end early. */
const inCode = (text: string): string =>
  `\`${text.replaceAll("`", "'").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}\``;

/** The incoming-webhook format that Slack, Mattermost and Rocket.Chat share. */
export const slackBody = (news: readonly News[]): string =>
  JSON.stringify({
    text: news.map(({ sentence, name, href, link }) => `${sentence} ${inCode(name)} — <${href}|${link}>`).join("\n"),
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
          body: news.map(({ sentence, name, href, link }) => ({
            type: "Container",
            items: [
              {
                type: "RichTextBlock",
                inlines: [
                  { type: "TextRun", text: `${sentence} ` },
                  { type: "TextRun", text: name, fontType: "Monospace" },
                ],
              },
              { type: "ActionSet", actions: [{ type: "Action.OpenUrl", title: link, url: href }] },
            ],
          })),
        },
      },
    ],
  });
