"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { setDetectionOp, startBacktestOp, type WholeDetection } from "@/lib/detections/contract";
import { useDetectionAct } from "./use-detection";

type Draft = Record<string, string>;
const draftOf = ({ parameters }: WholeDetection): Draft =>
  Object.fromEntries(parameters.map(({ key, value }) => [key, String(value)]));
const valuesOf = (draft: Draft) =>
  Object.fromEntries(Object.entries(draft).map(([key, value]) => [key, Number(value)]));

/** The switch, the numbers, and a trial of them on what was recorded, before they hold. */
export function TuneDetection({ detection, mayManage }: { detection: WholeDetection; mayManage: boolean }) {
  const [draft, setDraft] = useState(() => draftOf(detection));
  const [enabled, setEnabled] = useState(detection.enabled);
  const [reason, setReason] = useState("");
  const router = useRouter();
  const save = useDetectionAct(setDetectionOp, ({ request }) => {
    setReason("");
    if (!request) return;
    tellProposed(request);
    router.push(changeHref(request));
  });
  const problem = problemOf(save.error);
  const errors = fieldErrors(problem);
  const fields = detection.parameters.map(({ key }) => `parameters.${key}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending || reason.trim() === "") return;
    save.mutate({
      detection: detection.id,
      version: detection.version,
      enabled,
      parameters: valuesOf(draft),
      reason: reason.trim(),
    });
  };
  return (
    <>
      <form onSubmit={submit} className="max-w-[40rem] space-y-4">
        <fieldset disabled={!mayManage} className="space-y-4">
          <Switch
            label="Watch for this"
            hint="Off: nothing is raised. What is open stays, but for findings about how things stand now, which close. A second person confirms it."
            checked={enabled}
            onCheckedChange={setEnabled}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            {detection.parameters.map(({ key, label, unit, min, max, default: usual }) => (
              <Field
                key={key}
                label={label}
                aside={unit}
                hint={`${min.toLocaleString("en-GB")} to ${max.toLocaleString("en-GB")}; ${usual.toLocaleString("en-GB")} unless it is set.`}
                error={errors[`parameters.${key}`]}
              >
                <Input
                  type="number"
                  inputMode="numeric"
                  min={min}
                  max={max}
                  required
                  value={draft[key] ?? ""}
                  onChange={(event) => setDraft({ ...draft, [key]: event.target.value })}
                />
              </Field>
            ))}
          </div>
          {mayManage ? (
            <Field label="Why" required hint="Kept in the audit log." error={errors.reason}>
              <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
            </Field>
          ) : null}
        </fieldset>
        <FormError problem={problemBesides(problem, [...fields, "reason"])} />
        {mayManage ? (
          <Button type="submit" variant="primary" disabled={reason.trim() === ""} loading={save.isPending}>
            Keep the setting
          </Button>
        ) : (
          <p className="text-muted text-sm">An admin or security changes it.</p>
        )}
      </form>
      {mayManage && detection.mayBacktest ? <TryOnHistory detection={detection} draft={draft} /> : null}
    </>
  );
}

const spans = [1, 7, 14, 30, 60].map((days) => ({ value: String(days), label: days === 1 ? "day" : `${days} days` }));

function TryOnHistory({ detection, draft }: { detection: WholeDetection; draft: Draft }) {
  const [days, setDays] = useState("14");
  const start = useDetectionAct(startBacktestOp);
  return (
    <form
      className="mt-6 max-w-[40rem] space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!start.isPending)
          start.mutate({ detection: detection.id, days: Number(days), parameters: valuesOf(draft) });
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Try these numbers on the last">
          <Select value={days} options={spans} onChange={(event) => setDays(event.target.value)} className="w-32" />
        </Field>
        <Button type="submit" loading={start.isPending}>
          Back-test
        </Button>
      </div>
      <FormError problem={problemOf(start.error)} />
    </form>
  );
}
