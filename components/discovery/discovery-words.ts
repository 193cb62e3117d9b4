/** Sightings as people read them. Typed by the contract, so that a new word needs its own to compile. */
import { CircleCheck, CircleX, GitMerge, Hourglass } from "lucide-react";
import type { StatusProps } from "@/components/ui/status";
import type { CardSignatureState } from "@/lib/discovery/contract";
import type { SightingState, Source } from "@/lib/sightings/rules";

export const sourceWords: Record<Source, string> = {
  telemetry: "Telemetry",
  activity: "A point's report",
  scan: "Scan",
  card: "Agent card",
};

type Look = Pick<StatusProps, "tone" | "icon" | "label">;

export const stateLook: Record<SightingState, Look> = {
  waiting: { tone: "hold", icon: Hourglass, label: "Waits" },
  confirmed: { tone: "allow", icon: CircleCheck, label: "Confirmed" },
  merged: { tone: "allow", icon: GitMerge, label: "Merged" },
  rejected: { tone: "neutral", icon: CircleX, label: "Rejected" },
};

export const stateWords = {
  ...Object.fromEntries(Object.entries(stateLook).map(([state, { label }]) => [state, label])),
  any: "All",
};

export const signatureWords: Record<CardSignatureState, string> = {
  none: "Not signed",
  trusted: "Signed, verified by a key given here",
  host: "Signed by a key of its own host",
  unchecked: "Signed, not verified",
  failed: "Signature does not fit",
};
