/** Sinks in words, typed by the contract so that a new kind needs words to compile. */
import { CircleDot, CirclePause, Clock, TriangleAlert } from "lucide-react";
import type { StatusProps } from "@/components/ui/status";
import type { ChatNews, SiemSource, Sink, SinkKind, SinkState } from "@/lib/delivery/contract";

export const kindWords: Record<SinkKind, { label: string; hint: string }> = {
  webhook: { label: "Webhook", hint: "A signed JSON array of OCSF events, to any HTTPS address." },
  splunk: { label: "Splunk", hint: "The HTTP event collector of Splunk, or of what speaks like it." },
  syslog: { label: "Syslog", hint: "RFC 5424 with OCSF as the message, over TLS or TCP." },
  cef: { label: "CEF", hint: "Common Event Format in syslog: ArcSight, QRadar, Sentinel." },
  file: { label: "File", hint: "One event a line in the data directory, for a collector on the same machine." },
  slack: { label: "Slack", hint: "An incoming webhook of Slack, Mattermost or Rocket.Chat." },
  teams: { label: "Teams", hint: "A workflow webhook of Microsoft Teams." },
};

export const sourceWords: Record<SiemSource, { label: string; hint: string }> = {
  calls: { label: "Tool calls", hint: "Each call, its decision, and what came of it." },
  findings: { label: "Findings", hint: "Opened, dismissed, resolved." },
  audit: { label: "Audit log", hint: "Who changed or decided what." },
};
export const newsWords: Record<ChatNews, { label: string; hint: string }> = {
  checkpoint: { label: "A checkpoint is waiting", hint: "With a link to review it; nobody decides from a chat." },
  kill: { label: "A kill is ordered", hint: "Of one agent or of a whole scope." },
  finding: { label: "A finding is opened", hint: "Of any severity." },
};

const allWords: Record<string, { label: string }> = { ...sourceWords, ...newsWords };
export const sendsWords = (sends: readonly string[]): string =>
  sends.map((each) => allWords[each]?.label ?? each).join(", ");

export const stateLook: Record<SinkState, Pick<StatusProps, "tone" | "icon" | "label">> = {
  delivering: { tone: "allow", icon: CircleDot, label: "Delivering" },
  behind: { tone: "hold", icon: Clock, label: "Behind" },
  failing: { tone: "deny", icon: TriangleAlert, label: "Failing" },
  paused: { tone: "neutral", icon: CirclePause, label: "Paused" },
  waiting: { tone: "neutral", icon: Clock, label: "Not used yet" },
};

/** Where it leads, in a few words. The address of a chat is its secret, so it is not known here. */
export function placeWords({ kind, settings }: Pick<Sink, "kind" | "settings">): string {
  if (kind === "file") return String(settings.file);
  if (kind === "slack" || kind === "teams") return "Incoming webhook";
  if (kind === "syslog" || kind === "cef") return `${settings.host}:${settings.port}${settings.tls ? " (TLS)" : ""}`;
  return String(settings.url);
}

/** A wait in the largest fitting unit: "0 s", "45 s", "3 min", "2 h". */
export function waitWords(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
