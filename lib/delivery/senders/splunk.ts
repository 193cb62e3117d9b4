/** Splunk's HTTP event collector. */
import { EgressAgent, type EgressAnswer, targetOf } from "../egress-client";
import { sendHttp } from "./http-answer";
import { bodyOf, type Item, type Sender, type SenderOptions } from "./message";

type Settings = { url: string; index?: string | undefined; sourcetype?: string | undefined; ca?: string | undefined };

/** "No data" and "invalid data format" are about the events; a wrong token, index or channel is about us. */
const eventCodes = /"code"\s*:\s*(5|6|12|13|15)\b/;
const refuses = ({ status, body }: EgressAnswer): boolean =>
  status === 413 || (status === 400 && eventCodes.test(body));

function envelope(item: Item, sinkId: string, { index, sourcetype = "ocsf" }: Settings): string {
  const head = JSON.stringify({
    time: Number((item.event.at.getTime() / 1000).toFixed(3)),
    host: "gatehouse",
    source: `gatehouse:${sinkId}`,
    sourcetype,
    ...(index ? { index } : {}),
    fields: { gatehouse_sequence: item.sequence, gatehouse_uid: item.event.uid },
  });
  return `${head.slice(0, -1)},"event":${bodyOf(item, sinkId)}}`;
}

export function splunkSender(settings: Settings, token: string, options: SenderOptions = {}): Sender {
  const url = new URL(settings.url);
  if (url.pathname === "/") url.pathname = "/services/collector/event";
  const agent = new EgressAgent(targetOf(url, settings.ca), options);
  return {
    send: ({ sinkId, items }) =>
      sendHttp(
        {
          url,
          agent,
          body: items.map((item) => envelope(item, sinkId, settings)).join("\n"),
          headers: { "content-type": "application/json", authorization: `Splunk ${token}` },
          ...(options.timeoutMs ? { timeoutMs: options.timeoutMs } : {}),
        },
        refuses,
      ),
    close: () => agent.destroy(),
  };
}
