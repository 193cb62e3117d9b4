import { EyeOff, KeyRound } from "lucide-react";
import Link from "next/link";
import type { Column } from "@/components/ui/data-table";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Sighting } from "@/lib/discovery/contract";
import { sourceWords, stateLook } from "./discovery-words";

export const sightingColumns: readonly Column<Sighting>[] = [
  {
    id: "name",
    header: "Name",
    wrap: true,
    cell: ({ name }) => <InlineUntrusted text={name} max={80} />,
  },
  {
    id: "seen",
    header: "Seen in",
    width: "20%",
    wrap: true,
    cell: ({ source, origin }) => (
      <>
        {sourceWords[source]}
        {origin === "" ? null : (
          <span className="block break-all text-muted text-xs">
            <InlineUntrusted text={origin} max={120} />
          </span>
        )}
      </>
    ),
  },
  {
    id: "summary",
    header: "What was seen",
    width: "26%",
    wrap: true,
    cell: ({ summary, secrets }) => (
      <>
        <InlineUntrusted text={summary.join(", ")} max={200} className="text-muted text-xs" />
        {secrets > 0 ? (
          <Status tone="deny" icon={KeyRound} label={`${plural(secrets, "secret")} in files`} className="text-xs" />
        ) : null}
      </>
    ),
  },
  {
    id: "state",
    header: "Decision",
    width: "8rem",
    wrap: true,
    cell: ({ state, agent, vanished }) => (
      <>
        <Status {...stateLook[state]} />
        {agent !== null && (state === "confirmed" || state === "merged") ? (
          <Link href={`/agents/${agent.id}`} className="block text-accent text-xs hover:underline">
            <InlineUntrusted text={agent.name} max={60} />
          </Link>
        ) : null}
        {vanished === null ? null : (
          <span title={vanished} className="block">
            <Status tone="unknown" icon={EyeOff} label="Vanished" className="text-xs" />
          </span>
        )}
      </>
    ),
  },
  {
    id: "first",
    header: "First seen",
    width: "5.5rem",
    align: "end",
    hideBelow: "lg",
    cell: ({ firstSeenAt }) => <Time at={firstSeenAt} className="text-muted text-xs" />,
  },
  {
    id: "last",
    header: "Last seen",
    width: "5.5rem",
    align: "end",
    hideBelow: "md",
    cell: ({ lastSeenAt }) => <Time at={lastSeenAt} className="text-muted text-xs" />,
  },
];
