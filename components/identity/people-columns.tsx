import { CircleDot, CircleSlash } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Person } from "@/lib/identity/contract";
import { isOutsider } from "@/lib/identity/rules";
import { EditPerson } from "./edit-person";
import { PersonSessions } from "./person-sessions";
import { roleWords } from "./role-words";
import { SwitchPerson } from "./switch-person";

export function peopleColumns({ viewerId, mayEdit }: { viewerId: string; mayEdit: boolean }): Column<Person>[] {
  const columns: Column<Person>[] = [
    {
      id: "name",
      header: "Person",
      wrap: true,
      cell: (person) => <Who person={person} self={person.id === viewerId} />,
    },
    { id: "roles", header: "Roles", wrap: true, cell: (person) => <Roles person={person} /> },
    { id: "status", header: "State", width: "7rem", cell: (person) => <Standing status={person.status} /> },
    { id: "owns", header: "Agents", width: "5.5rem", align: "end", cell: (person) => <Owned person={person} /> },
    {
      id: "seen",
      header: "Last seen",
      width: "8rem",
      align: "end",
      hideBelow: "lg",
      cell: (person) => (person.lastSeenAt ? <Time at={person.lastSeenAt} /> : <span title="Never signed in">–</span>),
    },
  ];
  if (!mayEdit) return columns;
  return [
    ...columns,
    {
      id: "acts",
      header: "Acts",
      hideHeader: true,
      width: "15rem",
      align: "end",
      cell: (person) => (
        <span className="inline-flex flex-wrap justify-end gap-1">
          {isOutsider(person.roles) ? null : <EditPerson person={person} self={person.id === viewerId} />}
          {person.id === viewerId || person.demo ? null : <PersonSessions person={person} />}
          {person.id === viewerId ? null : <SwitchPerson person={person} />}
        </span>
      ),
    },
  ];
}

function Who({ person, self }: { person: Person; self: boolean }) {
  return (
    <span className="block py-0.5">
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">{person.name}</span>
        {self ? <Badge>You</Badge> : null}
        {person.demo ? <Badge>Demo</Badge> : null}
      </span>
      <span className="block break-all font-normal text-muted text-xs">{person.email}</span>
    </span>
  );
}

function Roles({ person }: { person: Person }) {
  if (person.roles.length === 0) return <span className="text-muted">No role</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {person.roles.map((role) => (
        <Badge key={role}>{roleWords[role].label}</Badge>
      ))}
      {person.units.length > 0 ? <span className="text-muted text-xs">only {person.units.join(", ")}</span> : null}
    </span>
  );
}

function Standing({ status }: Pick<Person, "status">) {
  return status === "active" ? (
    <Status tone="allow" icon={CircleDot} label="Active" />
  ) : (
    <Status tone="neutral" icon={CircleSlash} label="Disabled" />
  );
}

function Owned({ person }: { person: Person }) {
  if (person.ownsAgents === 0) return <span className="text-faint">0</span>;
  return (
    <Link
      href={`/agents?ownerId=${encodeURIComponent(person.id)}`}
      aria-label={`${person.ownsAgents} agents of ${person.name}`}
      className="text-accent underline-offset-2 hover:underline"
    >
      {person.ownsAgents}
    </Link>
  );
}
