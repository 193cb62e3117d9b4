"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format-number";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { listTeamsOp } from "@/lib/identity/team-contract";
import { type CheckpointRule, listRulesOp } from "@/lib/policy/contract";
import { groupWords, stageWords } from "@/lib/policy/rules";
import { can, type Role } from "@/lib/shared/permissions";
import { spanWords } from "./rule-words";

const live = { audit: [listRulesOp.id] };

export function RulesView({ roles }: { roles: readonly Role[] }) {
  const { data } = useSuspenseQuery(optionsFor(listRulesOp, {}));
  useLive(live);
  return (
    <DataTable
      caption="Checkpoint rules"
      rows={data.items}
      rowKey={(rule) => rule.slug}
      rowHref={(rule) => `/policies/rules/${encodeURIComponent(rule.slug)}`}
      columns={[
        {
          id: "title",
          header: "Rule",
          width: "24%",
          cell: (rule) => (
            <>
              {rule.title} {rule.stepUp ? <Badge>passkey</Badge> : null} {rule.demo ? <Badge>demo</Badge> : null}
            </>
          ),
        },
        { id: "stages", header: "Who must agree", wrap: true, cell: (rule) => <Stages rule={rule} /> },
        { id: "expiry", header: "Denied after", width: "9rem", cell: (rule) => spanWords(rule.expiresInSeconds) },
        {
          id: "usedBy",
          header: "Used by",
          width: "8rem",
          hideBelow: "md",
          cell: (rule) =>
            rule.usedBy === 0 ? (
              <span className="text-muted">no policy</span>
            ) : (
              plural(rule.usedBy, "policy", "policies")
            ),
        },
        {
          id: "changed",
          header: "Changed",
          width: "8rem",
          hideBelow: "lg",
          cell: (rule) => <Time at={rule.updatedAt} />,
        },
      ]}
      empty={<NoRules mayEdit={can(roles, "rule:edit")} />}
    />
  );
}

function Stages({ rule }: { rule: CheckpointRule }) {
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const { data: teams } = useSuspenseQuery(optionsFor(listTeamsOp, {}));
  const names = new Map([...people.items, ...teams.items].map(({ id, name }) => [id, name]));
  return (
    <ol>
      {rule.stages.map((stage, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shown only, never reordered on the page; two stages may read alike
        <li key={index}>
          <span className="text-muted">{stage.title}:</span> {stageWords(stage, names)}
          {stage.escalation.map((step) => (
            <span key={step.afterSeconds} className="block text-muted text-xs">
              after {spanWords(step.afterSeconds)} also {step.from.map((group) => groupWords(group, names)).join("; ")}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
}

function NoRules({ mayEdit }: { mayEdit: boolean }) {
  return (
    <EmptyState
      title="No checkpoint rules yet"
      icon={<Hand aria-hidden="true" />}
      action={
        mayEdit ? (
          <Button asChild variant="primary">
            <Link href="/policies/rules/new">Write the first rule</Link>
          </Button>
        ) : null
      }
    >
      A rule says which people must agree before a held call goes on. A policy names it:{" "}
      <code className="font-mono text-xs">@checkpoint("rule")</code>.
    </EmptyState>
  );
}
