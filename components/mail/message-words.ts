import { Ban, CircleCheck, Clock, TriangleAlert } from "lucide-react";
import type { StatusProps } from "@/components/ui/status";
import type { MailSecurity, MailState } from "@/lib/mail/contract";
import type { MessageKind, MessageStatus } from "@/lib/messages/contract";

type Look = Pick<StatusProps, "tone" | "icon" | "label">;

export const messageWords: Record<MessageKind, { label: string; hint: string }> = {
  asked: { label: "A request waits for me", hint: "When it is opened and I could decide it." },
  reminder: { label: "Reminders", hint: "When it still waits, as often as its rule says." },
  escalated: { label: "Escalations", hint: "When it comes to me because others have not answered." },
  handedOver: { label: "Handed over to me", hint: "When a colleague gives me a request." },
  decided: { label: "Nothing left to do", hint: "When somebody else ended what I was asked about." },
  expired: { label: "Expired", hint: "When nobody decided in time what I was asked about." },
  breakGlass: { label: "Break-glass used", hint: "When an action went past the usual approvals. Always sent." },
  rollOut: {
    label: "A roll-out of mine was stopped",
    hint: "When one that I asked for or confirmed is halted or rolled back, by itself or by somebody else.",
  },
  ownership: {
    label: "An owner of agents left",
    hint: "When somebody who answers for agents is not active any more, and before and when those are suspended.",
  },
};

export const statusLook: Record<MessageStatus, Look> = {
  waiting: { tone: "neutral", icon: Clock, label: "Waiting" },
  sent: { tone: "allow", icon: CircleCheck, label: "Sent" },
  dropped: { tone: "neutral", icon: Ban, label: "Not sent" },
  dead: { tone: "deny", icon: TriangleAlert, label: "Refused" },
};

export const stateLook: Record<MailState, Look> = {
  sending: { tone: "allow", icon: CircleCheck, label: "Sending" },
  failing: { tone: "deny", icon: TriangleAlert, label: "Failing" },
  waiting: { tone: "neutral", icon: Clock, label: "Not used yet" },
  paused: { tone: "neutral", icon: Ban, label: "Paused" },
};

export const securityWords: Record<MailSecurity, { label: string; port: number }> = {
  starttls: { label: "STARTTLS, always (port 587)", port: 587 },
  tls: { label: "TLS from the first byte (port 465)", port: 465 },
  none: { label: "None, only inside your own network", port: 25 },
};
