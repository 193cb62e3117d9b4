"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import { MOST_MINUTES, MOST_USES, type StandingTerms, standingWords } from "@/lib/checkpoints/standing-contract";
import { readAction } from "./read-action";

export const FIRST_TERMS: StandingTerms = { minutes: 30, uses: 5, free: [] };

type Props = { request: Checkpoint; terms: StandingTerms | null; set: (terms: StandingTerms | null) => void };

/** Beside Approve, where the one rule allows it: the same call for some time, its scope in words before it is agreed to. */
export function StandingOffer({ request, terms, set }: Props) {
  if (request.cannotStand || request.cannotDecide) return null;
  const proposed = request.votes.find(({ standing }) => standing !== null);
  const read = readAction(request.action);
  const names = read.ok ? Object.keys(read.action.arguments) : [];
  return (
    <div className="mb-3">
      <Checkbox
        label="Also approve the same call for some time"
        checked={terms !== null}
        onCheckedChange={(checked) => set(checked === true ? (proposed?.standing ?? FIRST_TERMS) : null)}
        hint={
          proposed?.standing ? (
            <>
              {proposed.userName} wants this, for {proposed.standing.minutes} minutes:{" "}
              <InlineUntrusted
                text={standingWords(request.tool, proposed.standing.free, proposed.standing.uses)}
                max={600}
              />
              . It stands only if all agree to the same.
            </>
          ) : undefined
        }
      />
      {terms ? <Terms request={request} terms={terms} set={set} names={names} /> : null}
    </div>
  );
}

function Terms({ request, terms, set, names }: Props & { terms: StandingTerms; names: string[] }) {
  const whole = (text: string, most: number): number => Math.min(most, Math.max(1, Number.parseInt(text, 10) || 1));
  return (
    <div className="mt-2 space-y-2 border-edge border-l-2 pl-3">
      <div className="grid grid-cols-2 gap-3">
        <Field label="Minutes">
          <Input
            type="number"
            min={1}
            max={MOST_MINUTES}
            value={terms.minutes}
            onChange={(event) => set({ ...terms, minutes: whole(event.target.value, MOST_MINUTES) })}
          />
        </Field>
        <Field label="Times, at most">
          <Input
            type="number"
            min={1}
            max={MOST_USES}
            value={terms.uses}
            onChange={(event) => set({ ...terms, uses: whole(event.target.value, MOST_USES) })}
          />
        </Field>
      </div>
      {names.length > 1 ? (
        <fieldset className="space-y-1">
          <legend className="font-medium text-sm">May differ</legend>
          {names.map((name) => {
            const free = terms.free.includes(name);
            return (
              <Checkbox
                key={name}
                label={<InlineUntrusted text={name} max={80} />}
                checked={free}
                disabled={!free && terms.free.length >= names.length - 1}
                onCheckedChange={(checked) =>
                  set({
                    ...terms,
                    free: names.filter((one) => (one === name ? checked === true : terms.free.includes(one))),
                  })
                }
              />
            );
          })}
        </fieldset>
      ) : null}
      <p className="text-muted text-xs">
        For {terms.minutes} minutes after the last approval:{" "}
        <InlineUntrusted text={standingWords(request.tool, terms.free, terms.uses)} max={600} />. Each call is still
        decided by policy and recorded. It ends by itself when you lose the authority for it, or the owner, the tool or
        the policy changes.
      </p>
    </div>
  );
}
