/** Private to this folder: what a mail says of an owner who left, a task, a gate or an attestation. */
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
  taskDue: { subject: "A task is due soon", sentence: "A task of the plan that is yours is due soon." },
  taskOverdue: { subject: "A task is overdue", sentence: "A task of the plan that is yours should be done by now." },
  taskEscalated: {
    subject: "A task stays overdue",
    sentence: "A task of the plan that you manage is overdue for days, and its owner was told.",
  },
  gateReopened: {
    subject: "A gate reopened",
    sentence: "A gate of the plan that was passed fails again: something that was so is so no longer.",
  },
  attestationAsked: {
    subject: "Attest your agents",
    sentence: "You are asked to attest agents that you answer for: still needed, still yours, still rightly scoped?",
  },
  attestationDue: {
    subject: "Attestations are due soon",
    sentence: "Agents that you answer for still wait for your attestation.",
  },
  attestationOverdue: {
    subject: "Attestations are overdue",
    sentence: "Agents were not attested in time. A finding says so until somebody does.",
  },
};

export const noticeSubject = ({ notice }: NoticeFacts): string => words[notice].subject;
export const noticeSentence = ({ notice }: NoticeFacts): string => words[notice].sentence;
export const noticeAbout = ({ about }: NoticeFacts): string => inert(about);
export const noticeLines = ({ lines }: NoticeFacts) =>
  Object.entries(lines).map(([label, value]) => ({ label, value: inert(value) }));
