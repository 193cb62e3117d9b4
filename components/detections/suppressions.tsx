"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import {
  endSuppressionOp,
  type Suppression,
  suppressDetectionOp,
  type WholeDetection,
} from "@/lib/detections/contract";
import { listAgentsOp } from "@/lib/inventory/contract";
import { useDetectionAct } from "./use-detection";

/** What is left out on purpose: of whom, why, until when, and how much it kept from being raised. */
export function Suppressions({ detection, mayManage }: { detection: WholeDetection; mayManage: boolean }) {
  const all = detection.allSuppressions;
  if (all.length === 0) return <p className="text-muted text-sm">Nothing is left out.</p>;
  return (
    <ul className="border-line border-t">
      {all.map((one) => (
        <li key={one.id} className="flex flex-wrap items-start justify-between gap-2 border-line border-b py-2 text-sm">
          <div className="min-w-0">
            <p>
              <InlineUntrusted text={one.subject.name} max={120} className="font-mono text-xs" />{" "}
              <span className="text-muted text-xs">{standsWords(one)}</span>{" "}
              <Time at={one.ended?.at ?? one.until} absolute />
            </p>
            <p className="text-muted text-xs">
              <InlineUntrusted text={one.reason} max={500} /> (<InlineUntrusted text={one.createdByName} max={80} />
              ). Kept from being raised: {one.kept}.
            </p>
          </div>
          {one.stands && mayManage ? <EndSuppression one={one} /> : null}
        </li>
      ))}
    </ul>
  );
}

const standsWords = ({ ended, stands }: Suppression): string => (ended ? "ended" : stands ? "until" : "ran out");

function EndSuppression({ one }: { one: Suppression }) {
  const end = useDetectionAct(endSuppressionOp);
  return (
    <Button size="sm" variant="quiet" loading={end.isPending} onClick={() => end.mutate({ id: one.id })}>
      End<span className="sr-only"> the suppression of {one.subject.name}</span>
    </Button>
  );
}

const kinds = [
  { value: "agent", label: "An agent" },
  { value: "tool", label: "A tool" },
  { value: "point", label: "An enforcement point" },
];
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export function Suppress({ detection }: { detection: WholeDetection }) {
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<Suppression["subject"]["kind"]>("agent");
  const [id, setId] = useState("");
  const [until, setUntil] = useState("");
  const act = useDetectionAct(suppressDetectionOp, () => setOpen(false));
  const problem = problemOf(act.error);
  const errors = fieldErrors(problem);
  return (
    <ReasonDialog
      open={open}
      onOpenChange={(next) => {
        if (next) setUntil(inDays(14));
        act.reset();
        setOpen(next);
      }}
      trigger={<Button size="sm">Suppress…</Button>}
      title={`Suppress: ${detection.title}`}
      description="Nothing is raised about it until then, and what would have been is counted. Findings that are open stay open."
      hint="Shown beside it, and kept in the audit log."
      act="Suppress"
      busy={act.isPending}
      problem={problemBesides(problem, ["subject.id", "until"])}
      onGive={(reason) =>
        act.mutate({
          detection: detection.id,
          subject: { kind, id: id.trim() },
          until: `${until}T00:00:00.000Z`,
          reason,
        })
      }
    >
      <Field label="What">
        <Select
          value={kind}
          options={kinds}
          onChange={(event) => {
            setKind(event.target.value as typeof kind);
            setId("");
          }}
        />
      </Field>
      {kind === "agent" ? (
        <AgentChoice value={id} onChange={setId} error={errors["subject.id"]} />
      ) : (
        <Field
          label={kind === "tool" ? "Tool, as server/name" : "Id of the point"}
          required
          error={errors["subject.id"]}
        >
          <Input mono value={id} maxLength={300} onChange={(event) => setId(event.target.value)} />
        </Field>
      )}
      <Field label="Until the beginning of" required hint="UTC. At most 180 days." error={errors.until}>
        <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
      </Field>
    </ReasonDialog>
  );
}

type Choice = { value: string; onChange: (id: string) => void; error: string | undefined };

/** The first agents by name; an organisation with more of them pastes the id. */
function AgentChoice({ value, onChange, error }: Choice) {
  const { data } = useQuery(optionsFor(listAgentsOp, { limit: 200 }));
  return (
    <Field label="Agent" required error={error}>
      {data?.nextCursor ? (
        <Input
          mono
          value={value}
          placeholder="agt_…"
          maxLength={100}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Select
          value={value}
          placeholder="Choose an agent"
          options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
