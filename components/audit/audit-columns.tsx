import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Identifier } from "@/components/ui/code-block";
import type { Column } from "@/components/ui/data-table";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { AuditEntry } from "@/lib/audit/contract";
import { wordsOfAction } from "./action-words";

/** Kinds of targets that have a page. */
const pages: Record<string, string> = {
  agent: "/agents",
  tool: "/tools",
  checkpoint: "/checkpoints",
  finding: "/findings",
};

const kinds: Record<string, string> = {
  user: "",
  apiKey: "API key",
  pep: "point",
  system: "",
  anonymous: "not signed in",
};

export function Actor({ actor }: { actor: AuditEntry["actor"] }) {
  if (!actor.id && actor.kind !== "anonymous") return <span className="text-muted">erased</span>;
  const kind = kinds[actor.kind] ?? actor.kind;
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1.5 align-middle phone:flex-wrap">
      <InlineUntrusted text={actor.name || actor.id} max={60} className="cut" />
      {kind ? <Badge>{kind}</Badge> : null}
    </span>
  );
}

export function Target({ target, linked = true }: { target: AuditEntry["target"]; linked?: boolean }) {
  if (!target.id) return <span className="text-muted">erased</span>;
  const page = pages[target.kind];
  const name = <InlineUntrusted text={target.name || target.id} max={80} />;
  if (!page || !linked) return name;
  return (
    <Link href={`${page}/${encodeURIComponent(target.id)}`} className="hover:underline">
      {name}
    </Link>
  );
}

export const auditColumns: readonly Column<AuditEntry>[] = [
  {
    id: "action",
    header: "What",
    width: "11.5rem",
    cell: ({ action }) => <span className="animate-arrive">{wordsOfAction(action)}</span>,
  },
  { id: "target", header: "On what", cell: ({ target }) => <Target target={target} /> },
  { id: "actor", header: "By whom", width: "12.5rem", cell: ({ actor }) => <Actor actor={actor} /> },
  {
    id: "hash",
    header: "Leaf hash",
    width: "11rem",
    hideBelow: "lg",
    cell: ({ leafHash }) => <Identifier value={leafHash} keep={7} />,
  },
  {
    id: "index",
    header: "Sealed as",
    width: "5.5rem",
    align: "end",
    hideBelow: "md",
    cell: ({ index }) => <span className="text-muted text-xs tabular-nums">{index ?? "waiting"}</span>,
  },
  {
    id: "at",
    header: "When",
    width: "6.5rem",
    align: "end",
    cell: ({ at }) => <Time at={at} className="text-muted text-xs" />,
  },
];
