/** Private to this folder: what a mail says of an owner who left. */
import type { Notice, NoticeFacts } from "./contract";
import { inert } from "./inert";

const words: Record<Notice, { subject: string; sentence: string }> = {
  ownerLeft: {
    subject: "An owner left",
    sentence:
      "Somebody who answers for agents is not active any more. Give the agents another owner: after the date below they are suspended.",
  },
  graceEnds: {
    subject: "Agents are about to be suspended",
    sentence:
      "Agents whose owner left still have no other. They are suspended at the time below unless somebody is named.",
  },
  agentsSuspended: {
    subject: "Agents were suspended",
    sentence:
      "Agents were suspended because their owner left and nobody was named in time. Name an owner, then release them.",
  },
};

export const noticeSubject = ({ notice }: NoticeFacts): string => words[notice].subject;
export const noticeSentence = ({ notice }: NoticeFacts): string => words[notice].sentence;
export const noticeAbout = ({ about }: NoticeFacts): string => inert(about);
export const noticeLines = ({ lines }: NoticeFacts) =>
  Object.entries(lines).map(([label, value]) => ({ label, value: inert(value) }));
