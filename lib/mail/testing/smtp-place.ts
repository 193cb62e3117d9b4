/** A real SMTP server on this machine for tests, which does what it is told. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { testCertificate } from "@/lib/delivery/testing/certificate";

export type GotMail = {
  from: string;
  to: string[];
  /** As it came over the wire. */
  raw: string;
  headers: string;
  /** Of the plain part and of the HTML part. */
  text: string;
  html: string;
  /** The connection was encrypted. */
  secure: boolean;
  user: string | null;
};
/** A refusal at one step, with the server's own words. */
export type Refuses = { at: "from" | "recipient" | "data"; code: number; words: string; only?: string };

export type SmtpPlace = {
  port: number;
  got: GotMail[];
  /** Every password that was presented. */
  presented: string[];
  refuse: (how: Refuses | null) => void;
  close: () => Promise<void>;
};

type Options = {
  /** From the first byte. */
  tls?: boolean;
  /** Offers the upgrade; without it there is none. */
  startTls?: boolean;
  login?: { user: string; password: string };
  /** Another port than a free one: after an end, the same again. */
  port?: number;
};

export async function smtpPlace({ tls = false, startTls = false, login, port = 0 }: Options = {}): Promise<SmtpPlace> {
  const got: GotMail[] = [];
  const presented: string[] = [];
  let refuses: Refuses | null = null;
  const answer = (at: Refuses["at"], address: string): Error | null =>
    refuses?.at === at && (refuses.only ?? address) === address
      ? Object.assign(new Error(refuses.words), { responseCode: refuses.code })
      : null;
  const server = new SMTPServer({
    ...testCertificate,
    secure: tls,
    logger: false,
    disabledCommands: [...(startTls || tls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    authOptional: !login,
    // Without it the server would not be offered a password before the upgrade, and the test would show nothing.
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) => {
      presented.push(password ?? "");
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(new Error("5.7.8 The password of the post office is another"));
    },
    onMailFrom: ({ address }, _, done) => done(answer("from", address)),
    onRcptTo: ({ address }, _, done) => done(answer("recipient", address)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const refused = answer("data", to[0] ?? "");
        if (refused) return done(refused);
        const { mailFrom } = session.envelope;
        const user = typeof session.user === "string" ? session.user : null;
        const from = mailFrom ? mailFrom.address : "";
        got.push({ ...parse(Buffer.concat(chunks).toString("utf8")), from, to, secure: session.secure, user });
        done(null, "Message accepted by the test server");
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    got,
    presented,
    refuse: (how) => {
      refuses = how;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function parse(raw: string): Pick<GotMail, "raw" | "headers" | "text" | "html"> {
  const headers = raw.slice(0, raw.indexOf("\r\n\r\n"));
  return { raw, headers, text: part(raw, "text/plain"), html: part(raw, "text/html") };
}

/** The decoded content of the part of that type; empty when there is none. */
function part(raw: string, type: string): string {
  const found = new RegExp(`Content-Type: ${type}[^]*?\\r\\n\\r\\n([^]*?)\\r\\n--`).exec(raw);
  const head = found?.[0].slice(0, found[0].indexOf("\r\n\r\n")) ?? "";
  const body = found?.[1] ?? "";
  if (/base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (!/quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Whole header fields, with folded lines put together. */
export const headerLines = (mail: GotMail): string[] => mail.headers.replace(/\r\n[ \t]+/g, " ").split("\r\n");
