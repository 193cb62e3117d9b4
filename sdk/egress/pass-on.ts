/** Sends a permitted request to the address that was judged, and hands back the answer as it comes. */
import http from "node:http";
import https from "node:https";
import net from "node:net";
import type { EgressRule } from "../sandbox/profile.ts";
import { written } from "./host-name.ts";
import type { Asked } from "./read-request.ts";
import { Refused } from "./refused.ts";

/** They belong to one connection and go no further; a second hop must not see what the first was told. */
const OF_ONE_HOP = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "content-length",
  "host",
];
const SILENT_FOR_MS = 60_000;

export type Outgoing = {
  asked: Asked;
  rule: EgressRule;
  address: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  secret: string | null;
  signal: AbortSignal;
  /** Keeps connections; false for one of its own. */
  agent: http.Agent | false;
};

export function passOn(out: Outgoing, response: http.ServerResponse): Promise<number> {
  const { asked, rule, address, body, signal, agent } = out;
  const options: https.RequestOptions = {
    method: asked.method,
    host: address,
    port: asked.port,
    path: asked.path + asked.query,
    headers: headersFor(out),
    agent,
    signal,
  };
  // The certificate is judged by the name that was asked for, not by the address.
  if (rule.as === "https") options.servername = net.isIP(asked.host) ? "" : asked.host;
  return new Promise((resolve, reject) => {
    const request = rule.as === "https" ? https.request(options) : http.request(options);
    request.setTimeout(SILENT_FOR_MS, () => request.destroy(new Error(`${asked.host} was silent for a minute.`)));
    request.on("error", (error) => {
      // The host closed a kept connection before it read the request.
      const stale = request.reusedSocket && !response.headersSent && !signal.aborted;
      if (stale) return void passOn({ ...out, agent: false }, response).then(resolve, reject);
      reject(new Refused(502, `${asked.host} cannot be reached (${error.message}).`));
    });
    request.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHop(answer.headers));
      answer.on("error", (error) => {
        response.destroy();
        reject(error);
      });
      response.on("close", () => {
        if (!answer.complete) request.destroy(new Error("The agent gave up within the answer."));
      });
      answer.on("end", () => resolve(answer.statusCode ?? 502));
      answer.pipe(response);
    });
    request.end(body);
  });
}

function headersFor({ asked, rule, headers, body, secret }: Outgoing): http.OutgoingHttpHeaders {
  const all = withoutHop(headers);
  const omitted = asked.port === (rule.as === "https" ? 443 : 80);
  all.host = omitted ? written(asked).replace(/:\d+$/, "") : written(asked);
  if (body.length > 0 || !["GET", "HEAD", "OPTIONS"].includes(asked.method))
    all["content-length"] = String(body.length);
  // The agent's own header of that name is replaced, never added to.
  if (rule.secret && secret !== null) all[rule.secret.header.toLowerCase()] = rule.secret.prefix + secret;
  return all;
}

function withoutHop(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const named = String(headers.connection ?? "")
    .toLowerCase()
    .split(/\s*,\s*/);
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_ONE_HOP.includes(name) && !named.includes(name)),
  );
}
