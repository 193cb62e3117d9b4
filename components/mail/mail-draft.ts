/** What stands in the form of the mail server, and what it comes to. */
import { MailSecurity, type MailServer, MailServerInput } from "@/lib/mail/contract";
import { securityWords } from "./message-words";

export type MailDraft = {
  host: string;
  port: string;
  security: MailSecurity;
  ca: string;
  username: string;
  /** Empty: the stored one stays, or none where there is none. */
  password: string;
  fromAddress: string;
  paused: boolean;
};

export function draftOf(server: MailServer | null): MailDraft {
  return {
    host: server?.host ?? "",
    port: String(server?.port ?? securityWords.starttls.port),
    security: server?.security ?? "starttls",
    ca: server?.ca ?? "",
    username: server?.username ?? "",
    password: "",
    fromAddress: server?.fromAddress ?? "",
    paused: server?.state === "paused",
  };
}

/** The usual port comes with the encryption, unless another was typed. */
export function withSecurity(draft: MailDraft, chosen: string): MailDraft {
  const security = MailSecurity.parse(chosen);
  const usual = draft.port === String(securityWords[draft.security].port);
  return { ...draft, security, port: usual ? String(securityWords[security].port) : draft.port };
}

/** Read by the server's own rules, so that the form can say at once what is missing. */
export function readDraft(draft: MailDraft): { server: MailServerInput | null; errors: Record<string, string> } {
  const signsIn = draft.username.trim() !== "";
  const parsed = MailServerInput.safeParse({
    host: draft.host,
    port: Number(draft.port),
    security: draft.security,
    ca: draft.ca.trim() === "" ? null : draft.ca,
    username: signsIn ? draft.username.trim() : null,
    // Without a user there is nobody whose password it could be.
    ...(signsIn ? (draft.password === "" ? {} : { password: draft.password }) : { password: null }),
    fromAddress: draft.fromAddress,
  });
  if (parsed.success) return { server: parsed.data, errors: {} };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) errors[String(path.at(-1))] ??= message;
  return { server: null, errors };
}
