import { Bot, KeyRound, UserRoundX } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/cn";
import { AllowGlyph, DenyGlyph } from "@/components/ui/glyphs";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { SimulatedStep, Simulation } from "@/lib/checkpoints/simulation-contract";
import { spanWords } from "./rule-words";

type Props = {
  answer: Simulation;
  stale: boolean;
  stepUp: boolean;
  away: readonly string[];
  onAway: (id: string, away: boolean) => void;
};

const exclusions = {
  owner: "owns the agent",
  onBehalfOf: "the call is on their behalf",
  policyAuthor: "wrote the policy",
  requester: "made the key that asks",
};

/** The answer: a line of time from the call to its end, and on it who is asked when. */
export function SimulationSteps({ answer, stale, stepUp, away, onAway }: Props) {
  return (
    <div className={cn(stale && "opacity-60")}>
      {answer.refusal ? (
        <Callout tone="deny" title="Nobody could meet this rule" className="mb-3">
          {answer.refusal}
        </Callout>
      ) : null}
      {answer.refusal
        ? null
        : answer.warnings.map((warning) => (
            <Callout key={warning} tone="hold" className="mb-3">
              {warning}
            </Callout>
          ))}
      {answer.workingTime ? null : <p className="mb-2 text-muted text-sm">This is outside the rule's working hours.</p>}
      <ol className="border-edge-soft border-l-2 pl-4">
        {answer.steps.map((step) => (
          <Step key={step.at} step={step} opened={answer.at} {...{ stepUp, away, onAway }} />
        ))}
        {answer.reminders.map((at) => (
          <li key={at} className="pb-3 text-sm">
            <When at={at} opened={answer.at} /> whoever can still decide is reminded
          </li>
        ))}
        <li className="text-sm">
          <When at={answer.expiresAt} opened={answer.at} />{" "}
          <Status tone="deny" icon={DenyGlyph} label="Denied, if nobody has decided" />
        </li>
      </ol>
      <Absent answer={answer} away={away} onAway={onAway} />
      {answer.excluded.length > 0 ? (
        <p className="mt-2 text-muted text-xs">
          May not decide: {answer.excluded.map(({ name, why }) => `${name} (${exclusions[why]})`).join(", ")}.
        </p>
      ) : null}
    </div>
  );
}

function When({ at, opened }: { at: string; opened: string }) {
  const seconds = Math.round((Date.parse(at) - Date.parse(opened)) / 1000);
  return (
    <span className="block text-muted text-xs">
      {seconds <= 0 ? "At once" : `After ${spanWords(seconds)}`}, <Time at={at} absolute />
    </span>
  );
}

type StepProps = Omit<Props, "answer" | "stale"> & { step: SimulatedStep; opened: string };

function Step({ step, opened, ...rest }: StepProps) {
  return (
    <li className="pb-3">
      <When at={step.at} opened={opened} />
      {step.stages.map((stage, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shown only; two stages may read alike
        <div key={index} className="mt-1">
          <p className="font-medium text-sm">
            {stage.title}
            <span className="font-normal text-muted">
              : {stage.need} needed, {stage.candidates.length} can approve
            </span>
          </p>
          {stage.candidates.length === 0 ? <p className="text-hold text-xs">nobody</p> : null}
          <ul>
            {stage.candidates.map((candidate) => (
              <Candidate
                key={candidate.id}
                candidate={candidate}
                added={stage.added.includes(candidate.id)}
                {...rest}
              />
            ))}
          </ul>
        </div>
      ))}
      <p className="mt-1">
        {step.missing === null ? (
          <Status tone="allow" icon={AllowGlyph} label="They can meet it" />
        ) : (
          <span className="text-hold text-xs">Not by these alone. {step.missing}</span>
        )}
      </p>
    </li>
  );
}

type CandidateProps = Omit<Props, "answer" | "stale"> & {
  candidate: SimulatedStep["stages"][number]["candidates"][number];
  added: boolean;
};

function Candidate({ candidate: { id, name, key, standsFor, ready }, added, stepUp, onAway }: CandidateProps) {
  return (
    <li className="group flex min-h-7 items-center gap-1.5 text-sm">
      {key ? <Bot aria-hidden="true" className="size-3.5 shrink-0 text-faint" /> : null}
      <span className="min-w-0 truncate">
        {name}
        {standsFor === null ? null : ` for ${standsFor}`}
      </span>
      {added ? <Badge>new</Badge> : null}
      {stepUp && !ready ? (
        <span className="inline-flex shrink-0 items-center gap-1 text-hold text-xs">
          <KeyRound aria-hidden="true" className="size-3" />
          no passkey
        </span>
      ) : null}
      {key ? null : (
        <Button
          variant="quiet"
          size="icon-sm"
          className="ml-auto shrink-0"
          aria-label={`What if ${name} is away?`}
          title={`What if ${name} is away?`}
          onClick={() => onAway(id, true)}
        >
          <UserRoundX aria-hidden="true" />
        </Button>
      )}
    </li>
  );
}

/** Who is away, in fact or as supposed here; what is supposed can be taken back. */
function Absent({ answer, away, onAway }: Pick<Props, "answer" | "away" | "onAway">) {
  if (answer.away.length === 0) return null;
  return (
    <div className="mt-3">
      <h3 className="font-medium text-sm">Away</h3>
      <ul>
        {answer.away.map(({ id, name, delegate }) => (
          <li key={id} className="flex min-h-7 flex-wrap items-center gap-x-2 text-sm">
            <span>
              {name}
              <span className="text-muted">{delegate ? `: ${delegate} stands in` : ": nobody stands in"}</span>
            </span>
            {away.includes(id) ? (
              <Button variant="quiet" size="sm" className="ml-auto" onClick={() => onAway(id, false)}>
                Is back
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
