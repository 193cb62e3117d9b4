/** What the form holds, and the place that it describes. Pure. */
import type { Sink, SinkKind } from "@/lib/delivery/contract";

export type SinkDraft = {
  name: string;
  kind: SinkKind;
  url: string;
  secret: string;
  ca: string;
  index: string;
  sourcetype: string;
  host: string;
  port: string;
  tls: boolean;
  file: string;
  sends: string[];
};

export const isChatKind = (kind: SinkKind): boolean => kind === "slack" || kind === "teams";
const everything = (kind: SinkKind): string[] =>
  isChatKind(kind) ? ["checkpoint", "kill", "finding"] : ["calls", "findings", "audit"];

export const emptyDraft: SinkDraft = {
  name: "",
  kind: "webhook",
  url: "",
  secret: "",
  ca: "",
  index: "",
  sourcetype: "",
  host: "",
  port: "6514",
  tls: true,
  file: "events.ndjson",
  sends: everything("webhook"),
};

/** Another kind has other things to send; what fits both kinds is kept. */
export const withKind = (draft: SinkDraft, kind: SinkKind): SinkDraft => ({
  ...draft,
  kind,
  sends: isChatKind(kind) === isChatKind(draft.kind) ? draft.sends : everything(kind),
});

export function draftOf({ name, kind, settings, sends }: Sink): SinkDraft {
  const text = (member: string): string => String(settings[member] ?? "");
  return {
    ...emptyDraft,
    name,
    kind,
    sends: [...sends],
    url: text("url"),
    ca: text("ca"),
    index: text("index"),
    sourcetype: text("sourcetype"),
    host: text("host"),
    port: text("port") || emptyDraft.port,
    tls: settings.tls !== false,
    file: text("file") || emptyDraft.file,
  };
}

const given = (members: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value.trim() !== ""));

function settingsOf(draft: SinkDraft): Record<string, string | number | boolean> {
  const { url, ca, index, sourcetype, host, port, tls, file } = draft;
  switch (draft.kind) {
    case "webhook":
      return { url, ...given({ ca }) };
    case "splunk":
      return { url, ...given({ ca, index, sourcetype }) };
    case "syslog":
    case "cef":
      return { host, port: Number(port), tls, ...(tls ? given({ ca }) : {}) };
    case "file":
      return { file };
    case "slack":
    case "teams":
      return {};
  }
}

/** As the API takes it; whether it is right is the contract's matter. */
export const placeOfDraft = (draft: SinkDraft): Record<string, unknown> => ({
  kind: draft.kind,
  settings: settingsOf(draft),
  sends: draft.sends,
  ...given({ secret: draft.secret }),
});
