/** The organisation's mail server: how messages leave, and how it stands. */
import { z } from "zod";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

/** tls: from the first byte, as on port 465. starttls: begun in plain text and always upgraded, as on port 587. */
export const MailSecurity = z.enum(["tls", "starttls", "none"]);
export type MailSecurity = z.infer<typeof MailSecurity>;

const Host = z
  .string()
  .trim()
  .max(253)
  .regex(
    /^(\[[0-9a-fA-F:.]+\]|[0-9a-zA-Z](?:[0-9a-zA-Z.-]*[0-9a-zA-Z.])?|[0-9a-fA-F:.]+)$/,
    "the name or address of a host",
  );
// One line of printable ASCII: what is sent to the server as a word must not hold a second one.
const Word = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\x20-\x7e]*$/, "letters, digits and signs of ASCII");

export const MailServerInput = z.strictObject({
  host: Host,
  port: z.int().min(1).max(65_535),
  security: MailSecurity,
  /** In PEM, for a server with a certificate of one's own. */
  ca: z
    .string()
    .trim()
    .max(20_000)
    .regex(/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/, "one or more certificates in PEM")
    .nullable(),
  username: Word(254).min(1).nullable(),
  /** Left out when the stored one is to stay; null for none. */
  password: z.string().min(1).max(500).nullable().optional(),
  fromAddress: z.string().trim().max(254).pipe(z.email()),
});
export type MailServerInput = z.infer<typeof MailServerInput>;

/** sending: the last mail was taken. failing: it was not, and is tried again. waiting: nothing was ever sent. */
export const MailState = z.enum(["sending", "failing", "waiting", "paused"]);
export type MailState = z.infer<typeof MailState>;

export const MailServer = MailServerInput.omit({ password: true }).extend({
  hasPassword: z.boolean(),
  version: z.int(),
  state: MailState,
  updatedAt: Instant,
  updatedByName: z.string(),
  failures: z.int(),
  lastError: z.object({ text: z.string(), at: Instant }).nullable(),
  retryAt: Instant.nullable(),
  lastSentAt: Instant.nullable(),
});
export type MailServer = z.infer<typeof MailServer>;

export const MailStanding = z.object({
  /** Null: nobody is told anything by mail. */
  server: MailServer.nullable(),
  waiting: z.int(),
  dead: z.int(),
  /** Messages that went out in the last 24 hours. */
  sentToday: z.int(),
  asOf: Instant,
});
export type MailStanding = z.infer<typeof MailStanding>;

export const getMailServerOp = operation({
  id: "mail.getMailServer",
  http: "GET /v1/mail-server",
  permission: "sink:read",
  summary: "Read the mail server's settings, without its password, and how messages stand",
  input: Nothing,
  output: MailStanding,
});

export const setMailServerOp = operation({
  id: "mail.setMailServer",
  http: "PUT /v1/mail-server",
  permission: "sink:manage",
  summary: "Set the mail server that messages go through, or change it",
  input: z.strictObject({
    /** The version that was shown; null where there was none. */
    version: z.int().nullable(),
    paused: z.boolean().default(false),
    server: MailServerInput,
  }),
  output: MailStanding,
});

export const removeMailServerOp = operation({
  id: "mail.removeMailServer",
  http: "DELETE /v1/mail-server",
  permission: "sink:manage",
  summary: "Remove the mail server: nobody is told anything by mail any more",
  input: Nothing,
  output: z.object({ removed: z.boolean() }),
});

export const testMailServerOp = operation({
  id: "mail.testMailServer",
  http: "POST /v1/mail-server/test",
  permission: "sink:manage",
  summary: "Send a test message to your own address through these settings, and read the server's exact answer",
  input: z.strictObject({ server: MailServerInput }),
  output: z.object({
    ok: z.boolean(),
    ms: z.int(),
    to: z.string(),
    /** What the server said, or why it was not reached. */
    answer: z.string(),
  }),
});
