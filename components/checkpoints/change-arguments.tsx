"use client";

import { useQuery } from "@tanstack/react-query";
import { PencilLine } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { DiffView } from "@/components/ui/diff-view";
import { Field } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import { getArgumentSchemaOp } from "@/lib/checkpoints/decisions-contract";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { ArgumentFields } from "./argument-fields";
import {
  type Entries,
  entriesOf,
  entryProblem,
  fieldsOf,
  type JsonObject,
  prettyArguments,
  readText,
  textOf,
} from "./argument-form";
import { useChange } from "./use-change";
import { WithTimes } from "./with-times";

/** For whoever decides: other arguments in place of those asked for, seen as a difference before they are put to everybody. */
export function ChangeArguments({ request, args }: { request: Checkpoint; args: JsonObject }) {
  const [open, setOpen] = useState(false);
  if (request.cannotChange) {
    // Who cannot decide is told so elsewhere.
    return request.cannotDecide ? null : <p className="-mt-4 mb-8 text-muted text-xs">{request.cannotChange}</p>;
  }
  return (
    <div className="-mt-4 mb-8">
      <Dialog
        size="lg"
        title="Change the arguments"
        description="The changed call is a new one: everybody who has to agree decides about it by its own digest, you too. The agent is told."
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button size="sm">
            <PencilLine aria-hidden="true" />
            Change the arguments
          </Button>
        }
      >
        {open ? <Editor request={request} args={args} done={() => setOpen(false)} /> : null}
      </Dialog>
    </div>
  );
}

type EditorProps = { request: Checkpoint; args: JsonObject; done: () => void };

function Editor({ request, args, done }: EditorProps) {
  const schema = useQuery(optionsFor(getArgumentSchemaOp, { id: request.id }));
  if (schema.isPending) return <Skeleton className="h-40" />;
  return <Edit request={request} args={args} done={done} schema={schema.data?.schema ?? null} />;
}

function Edit({ request, args, done, schema }: EditorProps & { schema: JsonObject | null }) {
  const fields = fieldsOf(schema, args);
  const [entries, setEntries] = useState<Entries>(() => (fields ? entriesOf(fields, args) : {}));
  const [text, setText] = useState<string | null>(fields ? null : prettyArguments(args));
  const [reason, setReason] = useState("");
  const [looking, setLooking] = useState(false);
  const change = useChange(request, done);
  const written = text ?? textOf(fields ?? [], entries);
  const read = readText(written);
  const unfit = text === null && (fields ?? []).some((field) => entryProblem(field, entries[field.name]) !== null);
  const why = "why" in read ? read.why : null;
  const problem = problemOf(change.error);
  const before = prettyArguments(args);
  const after = "args" in read ? prettyArguments(read.args) : before;
  if (looking)
    return (
      <div className="space-y-4">
        {problem ? (
          <div role="alert">
            <Callout tone="deny" title="Nothing was changed">
              <WithTimes text={problem.detail} />
            </Callout>
          </div>
        ) : null}
        <DiffView before={before} after={after} label="Difference to what is decided about now" />
        <Field label="Reason" aside="optional, for those who decide">
          <Textarea rows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={() => setLooking(false)}>Back to the arguments</Button>
          <Button
            variant="primary"
            loading={change.isPending}
            disabled={before === after}
            onClick={() => change.mutate({ arguments: written, reason: reason.trim() || null })}
          >
            Put these in their place
          </Button>
        </div>
      </div>
    );
  return (
    <div className="space-y-4">
      {text === null && fields ? (
        <ArgumentFields fields={fields} entries={entries} set={setEntries} />
      ) : (
        <Field label="Arguments as JSON" error={why ?? undefined}>
          <Textarea
            mono
            rows={10}
            value={written}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        {text === null ? <Button onClick={() => setText(written)}>Write JSON</Button> : null}
        <Button variant="primary" disabled={unfit || why !== null} onClick={() => setLooking(true)}>
          See the difference
        </Button>
      </div>
    </div>
  );
}
