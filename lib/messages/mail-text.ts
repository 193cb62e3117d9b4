/**
 * The text of a mail: what the console knows, on lines of its own, and a link. Plain text and HTML are made of the same
 * lines; the HTML part has no other markup than ours, no picture and nothing that is loaded.
 */
import { plainName } from "@/lib/shared/plain-name";
import { isNotice, isOfCall, type MessageFacts, type MessageKind } from "./contract";
import { inert } from "./inert";
import { noticeAbout, noticeLines, noticeSentence, noticeSubject } from "./notice-text";
import { rollOutAbout, rollOutLines, rollOutSentence } from "./roll-out-text";

export type Told = { kind: MessageKind; subjectId: string; facts: MessageFacts };
export type MailInput = {
  organisation: string;
  /** As people reach the console, without a slash at the end. */
  appUrl: string;
  /** The receiver's, by its IANA name. */
  timeZone: string;
  now: Date;
  told: readonly [Told, ...Told[]];
};
export type MailText = { subject: string; text: string; html: string };

/** Of a digest; the others are counted, and found in the inbox. */
const MOST_LISTED = 20;

type OfCall = Exclude<MessageKind, "rollOut" | "ownership">;
const sentences: Record<OfCall, string> = {
  asked: "A tool call waits for your decision.",
  reminder: "A tool call still waits for your decision.",
  escalated: "A tool call waits for your decision, because others have not answered.",
  handedOver: "A tool call was handed over to you and waits for your decision.",
  decided: "A tool call that you were asked about needs nothing of you any more.",
  expired: "A tool call that you were asked about expired: nobody decided in time, so it counts as denied.",
  breakGlass: "A tool call was let through by break-glass, without the usual approvals.",
};
const callSubjects: Record<OfCall, string> = {
  asked: "Decision needed",
  reminder: "Still waiting",
  escalated: "Escalated to you",
  handedOver: "Handed over to you",
  decided: "Nothing left to do",
  expired: "Expired",
  breakGlass: "Break-glass used",
};
const isOfCallKind = (kind: MessageKind): kind is OfCall => Object.hasOwn(sentences, kind);
const subjectOf = ({ kind, facts }: Told): string => {
  if (isNotice(facts)) return noticeSubject(facts);
  return isOfCallKind(kind) ? callSubjects[kind] : "Roll-out stopped";
};
const outcomeWords = {
  approved: "It was approved.",
  denied: "It was denied.",
  cancelled: "It was withdrawn or stopped.",
  expired: "",
} as const;

const endings: readonly MessageKind[] = ["decided", "expired", "breakGlass"];

/** "14 minutes", "3 hours 5 minutes", "less than a minute". */
export function timeLeft(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "less than a minute";
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const part = (count: number, word: string) => (count > 0 ? [`${count} ${word}${count === 1 ? "" : "s"}`] : []);
  return [...part(days, "day"), ...part(hours, "hour"), ...(days > 0 ? [] : part(rest, "minute"))].join(" ");
}

/** In the receiver's zone, with the zone named, and in UTC. */
export function timeWords(at: Date, timeZone: string): string {
  const utc = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (timeZone === "UTC") return utc;
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
  return `${local} ${timeZone} (${utc})`;
}

type Line = { label: string; value: string };

function linesOf({ kind, facts }: Told, { organisation, timeZone, now }: MailInput): Line[] {
  const ours = { label: "Organisation", value: plainName(organisation) };
  if (isNotice(facts)) {
    const until = facts.at === null ? [] : [{ label: "When", value: timeWords(new Date(facts.at), timeZone) }];
    return [ours, { label: "About", value: noticeAbout(facts) }, ...noticeLines(facts), ...until];
  }
  if (!isOfCall(facts)) return [ours, ...rollOutLines(facts)];
  const expiresAt = new Date(facts.expiresAt);
  const left = timeLeft(expiresAt.getTime() - now.getTime());
  return [
    ours,
    { label: "Agent", value: inert(facts.agentName) },
    { label: "Tool", value: inert(facts.tool) },
    { label: "Operation", value: facts.operationClass },
    { label: "Risk", value: facts.riskTier },
    ...(endings.includes(kind)
      ? []
      : [{ label: "Time left", value: `${left}, until ${timeWords(expiresAt, timeZone)}` }]),
  ];
}

function sentenceOf({ kind, facts }: Told): string {
  if (isNotice(facts)) return noticeSentence(facts);
  if (!isOfCall(facts)) return rollOutSentence(facts);
  const said = isOfCallKind(kind) ? sentences[kind] : "";
  return [said, facts.outcome ? outcomeWords[facts.outcome] : ""].filter(Boolean).join(" ");
}
const linkOf = ({ subjectId, facts }: Told, appUrl: string): string =>
  isNotice(facts)
    ? `${appUrl}${facts.path}`
    : `${appUrl}/${isOfCall(facts) ? "checkpoints" : "policies/rollouts"}/${encodeURIComponent(subjectId)}`;

const FOOTER =
  "Decisions are made in the console, after signing in. This message cannot decide anything, and neither can a reply.";

export function mailText(input: MailInput): MailText {
  const [first, ...more] = input.told;
  return more.length === 0 ? single(first, input) : digest(input);
}

const aboutOf = (facts: MessageFacts): string => {
  if (isNotice(facts)) return noticeAbout(facts);
  return isOfCall(facts) ? `${inert(facts.agentName)}, ${inert(facts.tool)} (${facts.riskTier})` : rollOutAbout(facts);
};
const openWords = (facts: MessageFacts): string => {
  if (isNotice(facts)) return "Open it in the console";
  return isOfCall(facts) ? "Open the request" : "Open the roll-out";
};

function single(told: Told, input: MailInput): MailText {
  const lines = linesOf(told, input);
  const link = linkOf(told, input.appUrl);
  const sentence = sentenceOf(told);
  return {
    subject: `[Gatehouse] ${subjectOf(told)}: ${aboutOf(told.facts)}`,
    text: [
      sentence,
      "",
      ...lines.map(({ label, value }) => `${`${label}:`.padEnd(14)}${value}`),
      "",
      `Open it: ${link}`,
      "",
      FOOTER,
      "",
    ].join("\n"),
    html: page(`<p>${escaped(sentence)}</p>${table(lines)}${anchor(link, openWords(told.facts))}`),
  };
}

/** What there is to do comes first. */
function titleOf(told: MailInput["told"]): string {
  const calls = told.flatMap((one) => (isOfCall(one.facts) ? [{ ...one, facts: one.facts }] : []));
  const notices = told.filter(({ facts }) => isNotice(facts)).length;
  const others = told.length - calls.length - notices;
  const stopped = others === 1 ? "a roll-out was stopped" : `${others} roll-outs were stopped`;
  const noticed = notices === 1 ? "one more notice" : `${notices} notices`;
  const agents = [...new Set(calls.map(({ facts }) => inert(facts.agentName)))];
  const about = agents.length === 1 ? (agents[0] ?? "") : `${agents.length} agents`;
  const waiting = calls.filter(({ kind }) => !endings.includes(kind)).length;
  const said =
    waiting > 0
      ? `${waiting} tool calls of ${about} wait for your decision`
      : `${calls.length} tool calls of ${about} need nothing of you any more`;
  const parts = [calls.length > 0 ? said : "", others > 0 ? stopped : "", notices > 0 ? noticed : ""];
  return parts.filter(Boolean).join(", and ");
}

function listedWords({ kind, facts }: Told, timeZone: string, now: Date): string {
  if (!isOfCall(facts)) return aboutOf(facts);
  const end = new Date(facts.expiresAt);
  const until = endings.includes(kind)
    ? (facts.outcome ?? "let through")
    : `${timeLeft(end.getTime() - now.getTime())} left, until ${timeWords(end, timeZone)}`;
  const what = [facts.agentName, facts.tool].map(inert).join(", ");
  return `${what}, ${facts.operationClass}, risk ${facts.riskTier}, ${until}`;
}

function digest(input: MailInput): MailText {
  const { told, appUrl, organisation, timeZone, now } = input;
  const title = titleOf(told);
  const listed = told
    .slice(0, MOST_LISTED)
    .map((one) => ({ what: `${subjectOf(one)}: ${listedWords(one, timeZone, now)}`, link: linkOf(one, appUrl) }));
  const left = told.length - listed.length;
  const rest = left > 0 ? `and ${left} more, in the inbox: ${appUrl}/checkpoints` : null;
  return {
    subject: `[Gatehouse] ${title}`,
    text: [
      `${title}.`,
      `Organisation: ${plainName(organisation)}`,
      "",
      ...listed.flatMap(({ what, link }) => [`- ${what}`, `  ${link}`]),
      ...(rest ? [rest] : []),
      "",
      FOOTER,
      "",
    ].join("\n"),
    html: page(
      `<p>${escaped(title)}.</p><p>Organisation: ${escaped(plainName(organisation))}</p><ul>${listed
        .map(({ what, link }) => `<li>${escaped(what)}<br>${anchor(link, link)}</li>`)
        .join(
          "",
        )}</ul>${left > 0 ? `<p>and ${left} more, in the inbox: ${anchor(`${appUrl}/checkpoints`, `${appUrl}/checkpoints`)}</p>` : ""}`,
    ),
  };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => entities[found] ?? "");

const anchor = (href: string, text: string): string => `<a href="${escaped(href)}">${escaped(text)}</a>`;
const table = (lines: readonly Line[]): string =>
  `<table cellpadding="4">${lines
    .map(({ label, value }) => `<tr><th align="left">${escaped(label)}</th><td>${escaped(value)}</td></tr>`)
    .join("")}</table>`;
const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gatehouse</title></head><body>${body}<p><small>${escaped(FOOTER)}</small></p></body></html>`;
