import type { SinkPlace } from "../contract";
import { chatSender } from "./chat";
import { fileSender } from "./file";
import type { Sender, SenderOptions } from "./message";
import { splunkSender } from "./splunk";
import { syslogSender } from "./syslog";
import { webhookSender } from "./webhook";

/** The sender of a place. Throws an EgressError when the place cannot be one at all. */
export function senderFor(place: SinkPlace, orgId: string, options: SenderOptions = {}): Sender {
  switch (place.kind) {
    case "webhook":
      return webhookSender(place.settings, place.secret ?? "", options);
    case "splunk":
      return splunkSender(place.settings, place.secret ?? "", options);
    case "syslog":
      return syslogSender(place.settings, "ocsf", options);
    case "cef":
      return syslogSender(place.settings, "cef", options);
    case "file":
      return fileSender(place.settings, orgId);
    case "slack":
    case "teams":
      return chatSender(place.kind, place.secret ?? "", options);
  }
}

/** Events in one message at most. A chat gets few, because people read them; requests of one agent become one line. */
export const mostInMessage = (kind: SinkPlace["kind"]): number => (kind === "slack" || kind === "teams" ? 20 : 1_000);
