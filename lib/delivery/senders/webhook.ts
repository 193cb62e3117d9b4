/** Any HTTP endpoint: a JSON array of OCSF events, signed with a secret that both sides know. */
import { createHmac } from "node:crypto";
import { EgressAgent, targetOf } from "../egress-client";
import { sendHttp } from "./http-answer";
import { bodyOf, type Sender, type SenderOptions } from "./message";

/** Over the time and the very bytes of the body, so that neither a changed nor an old message passes for a new one. */
export const signatureOf = (secret: string, at: number, body: string): string =>
  `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`;

export function webhookSender(
  settings: { url: string; ca?: string | undefined },
  secret: string,
  options: SenderOptions = {},
): Sender {
  const url = new URL(settings.url);
  const agent = new EgressAgent(targetOf(url, settings.ca), options);
  return {
    send: ({ sinkId, items }) => {
      const body = `[${items.map((item) => bodyOf(item, sinkId)).join(",")}]`;
      return sendHttp({
        url,
        agent,
        body,
        headers: {
          "content-type": "application/json",
          "gatehouse-sink": sinkId,
          "gatehouse-sequence": `${items[0]?.sequence ?? 0}-${items.at(-1)?.sequence ?? 0}`,
          "gatehouse-signature": signatureOf(secret, Math.floor(Date.now() / 1000), body),
        },
        ...(options.timeoutMs ? { timeoutMs: options.timeoutMs } : {}),
      });
    },
    close: () => agent.destroy(),
  };
}
