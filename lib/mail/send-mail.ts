/** One mail through a server: SMTP by nodemailer, on a connection that the egress client judged and opened. */
import { hostname } from "node:os";
import nodemailer from "nodemailer";
import { dial, type EgressOptions, type Target } from "@/lib/delivery/egress-client";
import { excerpt } from "@/lib/delivery/senders/message";
import { env } from "@/lib/env";
import type { MailSecurity } from "./contract";

export type MailPlace = {
  host: string;
  port: number;
  security: MailSecurity;
  ca: string | null;
  username: string | null;
  password: string | null;
  fromAddress: string;
};
export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Without angle brackets; the same mail sent again has the same. */
  messageId: string;
  /** Of mails about the same thing, so that they are shown together. */
  thread: string | null;
};

/**
 * refused: this mail or its receiver, for good. later: the same, for now. failed: the server as a whole, be it down, be it
 * that it does not know us.
 */
export type MailSent = { kind: "accepted"; answer: string } | { kind: "refused" | "later" | "failed"; reason: string };

const TOTAL_MS = 20_000;

export async function sendMail(place: MailPlace, mail: Mail, options: EgressOptions = {}): Promise<MailSent> {
  const transport = nodemailer.createTransport(transportOptions(place, options));
  try {
    const sent = await transport.sendMail({
      from: { name: "Gatehouse", address: place.fromAddress },
      to: { name: "", address: mail.to },
      envelope: { from: place.fromAddress, to: [mail.to] },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.messageId}>`,
      ...(mail.thread ? { references: [`<${mail.thread}>`] } : {}),
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      // A text is never a way to a file or an address of this machine.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { kind: "accepted", answer: excerpt(sent.response) };
  } catch (error) {
    return failureOf(error);
  } finally {
    transport.close();
  }
}

const target = ({ host, port, security, ca }: MailPlace): Target => ({
  host,
  port,
  tls: security === "tls" ? { ca: ca ?? undefined } : security === "starttls" ? "later" : null,
});

function transportOptions(place: MailPlace, options: EgressOptions) {
  const { host, port, security, ca, username, password } = place;
  return {
    host,
    port,
    name: hostname(),
    secure: security === "tls",
    // Where the upgrade is refused nothing is said, neither a password nor a message.
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(ca ? { tls: { ca } } : {}),
    // A server that offers no sign-in is not one that may be trusted without.
    ...(username ? { auth: { user: username, pass: password ?? "" }, forceAuth: true } : {}),
    connectionTimeout: TOTAL_MS,
    greetingTimeout: TOTAL_MS,
    socketTimeout: TOTAL_MS,
    getSocket: (_: unknown, give: (error: Error | null, opened?: object) => void) => {
      dial(target(place), options).then(
        (connection) => give(null, { connection, secured: security === "tls" }),
        (error: Error) => give(error),
      );
    },
  };
}

type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string };

/** What the server said about this mail or its receiver is about them; everything before is about us and the server. */
export function failureOf(error: unknown): MailSent {
  if (!(error instanceof Error)) return { kind: "failed", reason: String(error) };
  const { command = "", responseCode = 0, response } = error as SmtpError;
  const said = excerpt(response || error.message);
  const { code } = error as SmtpError;
  // What nodemailer itself refuses to send is as final as a server's word.
  if (command === "API" && (code === "EENVELOPE" || code === "EMESSAGE")) return { kind: "refused", reason: said };
  const about = /^(RCPT TO|DATA)/.test(command);
  if (about && responseCode >= 500) return { kind: "refused", reason: said };
  if (about && responseCode >= 400) return { kind: "later", reason: said };
  return { kind: "failed", reason: said };
}

/** What follows the at sign in the ids of our mails. */
export const mailHost = (): string => new URL(env.appUrl).hostname.replace(/[^a-z0-9.-]/gi, "") || "gatehouse";
