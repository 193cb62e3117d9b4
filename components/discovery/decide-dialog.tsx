"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ActResults, sayResults } from "@/components/changes/act-results";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import {
  type Decision,
  decideSightingsOp,
  getSightingOp,
  listSightingsOp,
  type Sighting,
} from "@/lib/discovery/contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { listAgentsOp } from "@/lib/inventory/contract";

export type Act = Decision["act"];

const titles: Record<Act, string> = { reject: "Reject", merge: "Merge", confirm: "Confirm" };
const notes: Record<Act, string> = {
  reject: "They wait again when the time is over, and at once if they act.",
  merge: "What is seen of them from now on is that agent's. No policy changes, and nothing is let through by it.",
  confirm: "Each becomes an agent of its own, under the name that it calls itself, with this owner.",
};
const spans = [
  { value: "30", label: "for 30 days" },
  { value: "90", label: "for 90 days" },
  { value: "365", label: "for a year" },
];

type Props = {
  act: Act;
  sightings: readonly Pick<Sighting, "id" | "name">[];
  /** Of a merge: the agent that it begins with. */
  agentId?: string;
  close: (done: boolean) => void;
};

/** What is decided, then what became of each. */
export function DecideDialog({ act, sightings, agentId = "", close }: Props) {
  const queries = useQueryClient();
  const [names] = useState(() => new Map(sightings.map(({ id, name }) => [id, name])));
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("90");
  const [whom, setWhom] = useState(agentId);
  const [team, setTeam] = useState("");
  const decision: Decision =
    act === "reject"
      ? { act, reason: reason.trim(), days: Number(days) }
      : act === "merge"
        ? { act, agentId: whom, reason: reason.trim() }
        : { act, ownerId: whom, team: team.trim() || "Unassigned" };
  const decide = useMutation({
    mutationFn: () => call(decideSightingsOp, { ids: [...names.keys()], decision }),
    onSettled: () =>
      Promise.all(
        [listSightingsOp, getSightingOp, listAgentsOp].map(({ id }) => queries.invalidateQueries({ queryKey: [id] })),
      ),
  });
  const results = decide.data?.results;
  const count = plural(names.size, "sighting");
  const ready = act === "reject" ? reason.trim() !== "" : whom !== "" && (act === "confirm" || reason.trim() !== "");
  return (
    <Dialog
      open
      onOpenChange={() => close(results !== undefined)}
      title={results ? `${count}: ${sayResults(results)}` : `${titles[act]} ${count}`}
      description={
        results ? undefined : `${notes[act]} Each is decided by itself: one that is refused changes none of the others.`
      }
    >
      {results ? (
        <>
          <ActResults results={results} nameOf={(id) => names.get(id) ?? id} />
          <Button className="mt-4" onClick={() => close(true)}>
            Done
          </Button>
        </>
      ) : (
        <form
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready && !decide.isPending) decide.mutate();
          }}
        >
          {act === "merge" ? <AgentField value={whom} set={setWhom} /> : null}
          {act === "confirm" ? (
            <>
              <OwnerField value={whom} set={setWhom} />
              <Field label="Team" aside="optional">
                <Input value={team} maxLength={80} onChange={({ target }) => setTeam(target.value)} />
              </Field>
            </>
          ) : (
            <Field label="Reason" required hint="Kept in the audit log.">
              <Textarea rows={2} value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
            </Field>
          )}
          {act === "reject" ? (
            <Field label="How long">
              <Select value={days} options={spans} onChange={({ target }) => setDays(target.value)} />
            </Field>
          ) : null}
          <FormError problem={problemOf(decide.error)} />
          <Button type="submit" variant="primary" loading={decide.isPending} disabled={!ready}>
            {titles[act]} {count}
          </Button>
        </form>
      )}
    </Dialog>
  );
}

type PickProps = { value: string; set: (id: string) => void };

/** More agents than a list should hold are found by name. */
function AgentField({ value, set }: PickProps) {
  const [q, setQ] = useState("");
  const filters = { sort: "name", limit: 50, ...(q.trim() === "" ? {} : { q: q.trim() }) } as const;
  const agents = useQuery(optionsFor(listAgentsOp, filters)).data?.items ?? [];
  const options = agents
    .filter(({ status }) => status !== "retired")
    .map(({ id, name }) => ({ value: id, label: name }));
  const known = value === "" || options.some((one) => one.value === value);
  return (
    <>
      <Field label="Look for the agent" aside="optional">
        <Input type="search" value={q} maxLength={100} onChange={({ target }) => setQ(target.value)} />
      </Field>
      <Field label="It is this agent" required>
        <Select
          placeholder="Choose an agent"
          value={value}
          options={known ? options : [{ value, label: "As chosen" }, ...options]}
          onChange={({ target }) => set(target.value)}
        />
      </Field>
    </>
  );
}

function OwnerField({ value, set }: PickProps) {
  const people = useQuery(optionsFor(listPeopleOp, {})).data?.items ?? [];
  const options = people
    .filter(({ status }) => status === "active")
    .map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }));
  return (
    <Field label="Owner" required hint="Answers for them, and decides what waits for an owner.">
      <Select
        placeholder="Choose a person"
        value={value}
        options={options}
        onChange={({ target }) => set(target.value)}
      />
    </Field>
  );
}
