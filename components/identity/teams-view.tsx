"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listTeamsOp, type Team } from "@/lib/identity/team-contract";
import { DeleteTeam } from "./delete-team";
import { EditTeam } from "./edit-team";

const live = { audit: [listTeamsOp.id] };
const MOST_NAMED = 8;

/** Who answers together: named by agents as their team, and asked by checkpoint rules. */
export function TeamsView({ mayEdit }: { mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listTeamsOp, {}));
  useLive(live);
  return (
    <Section
      id="teams"
      title="Teams"
      description="People who answer together. An agent's own team is the one that its entry names; checkpoint rules can ask either."
      actions={mayEdit ? <EditTeam team={null} /> : null}
    >
      <DataTable
        caption="Teams"
        rows={data.items}
        rowKey={(team) => team.id}
        columns={[
          {
            id: "name",
            header: "Team",
            width: "22%",
            wrap: true,
            cell: (team) => (
              <>
                <span className="font-medium">{team.name}</span> {team.demo ? <Badge>Demo</Badge> : null}
              </>
            ),
          },
          { id: "members", header: "Members", wrap: true, cell: (team) => <Members team={team} /> },
          {
            id: "agents",
            header: "Agents",
            width: "7rem",
            hideBelow: "md",
            cell: (team) =>
              team.agents === 0 ? <span className="text-muted">none</span> : plural(team.agents, "agent"),
          },
          ...(mayEdit
            ? [
                {
                  id: "acts",
                  header: "Acts",
                  hideHeader: true,
                  width: "10rem",
                  align: "end" as const,
                  cell: (team: Team) => (
                    <span className="inline-flex gap-1">
                      <EditTeam team={team} />
                      <DeleteTeam team={team} />
                    </span>
                  ),
                },
              ]
            : []),
        ]}
        empty={
          <EmptyState title="No teams yet">
            A team lets a rule ask “any of these people”, and stays right when people come and go.
          </EmptyState>
        }
      />
    </Section>
  );
}

function Members({ team: { members } }: { team: Team }) {
  if (members.length === 0) return <span className="text-hold">Nobody yet</span>;
  const named = members.slice(0, MOST_NAMED).map(({ name, active }) => (active ? name : `${name} (disabled)`));
  return `${named.join(", ")}${members.length > MOST_NAMED ? ` and ${members.length - MOST_NAMED} more` : ""}`;
}
