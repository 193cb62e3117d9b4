import { CircleDashed, KeyRound } from "lucide-react";
import Link from "next/link";
import { AllowGlyph, DenyGlyph } from "@/components/ui/glyphs";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import { groupWords, stageWords } from "@/lib/policy/rules";
import { isOpen } from "./checkpoint-words";

const MOST_NAMED = 6;

/** Who must agree, who has, and who could. */
export function StageProgress({ request }: { request: Checkpoint }) {
  const names = new Map(request.named.map(({ id, name }) => [id, name]));
  return (
    <Section
      title="People"
      description={`Every stage must be met. One denial denies.${request.stepUp ? " Each approval is signed with a passkey." : ""}`}
      className="mb-6"
    >
      <ol className="border-line border-t">
        {request.stages.map((stage, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: shown only, never reordered on the page; two stages may read alike
          <li key={index} className="border-line border-b py-2">
            <p className="flex flex-wrap items-center justify-between gap-x-3">
              <span className="font-medium text-sm">{stage.title}</span>
              <Met have={stage.have} need={stage.need} open={isOpen(request.status)} />
            </p>
            <p className="text-muted text-xs">{stageWords(stage, names)}</p>
            {request.secondReview.some((one) => one.stage === index && one.added) ? (
              <p className="text-hold text-xs">
                One more approval than its rule asks for: a second reviewer was added.
              </p>
            ) : null}
            {isOpen(request.status) && stage.have < stage.need ? (
              <>
                <Candidates stage={stage} />
                <Later stage={stage} names={names} />
              </>
            ) : null}
          </li>
        ))}
      </ol>
      {request.standingId ? (
        <p className="mt-2 text-muted text-sm">
          Approved by a{" "}
          <Link href="/checkpoints/standing" className="underline">
            standing approval
          </Link>
          , in the name of those who gave it. Nobody looked at this call before it ran.
        </p>
      ) : null}
      <Excluded request={request} names={names} />
      {request.votes.length > 0 ? <Votes votes={request.votes} /> : null}
    </Section>
  );
}

function Met({ have, need, open }: { have: number; need: number; open: boolean }) {
  const met = have >= need;
  return (
    <Status
      tone={met ? "allow" : open ? "hold" : "neutral"}
      icon={met ? AllowGlyph : CircleDashed}
      label={`${have} of ${need}`}
      className="tabular"
    />
  );
}

function Candidates({ stage }: { stage: Checkpoint["stages"][number] }) {
  if (stage.candidates.length === 0) {
    return <p className="font-medium text-hold text-xs">Nobody can decide this now, so it will expire.</p>;
  }
  const named = stage.candidates
    .slice(0, MOST_NAMED)
    .map(({ name, standsFor }) => (standsFor === null ? name : `${name} for ${standsFor}`));
  const more = stage.candidates.length - named.length;
  return (
    <p className="text-xs">
      <span className="text-muted">Can decide now: </span>
      {named.join(", ")}
      {more > 0 ? ` and ${more} more` : ""}
    </p>
  );
}

type Names = ReadonlyMap<string, string>;

/** Groups that are asked as well if it still waits then. */
function Later({ stage, names }: { stage: Checkpoint["stages"][number]; names: Names }) {
  return stage.later.map((step) => (
    <p key={step.at} className="text-muted text-xs">
      From <Time at={step.at} /> also: {step.from.map((group) => groupWords(group, names)).join("; ")}
    </p>
  ));
}

const exclusionWords = {
  owner: "owns the agent",
  onBehalfOf: "the call is on their behalf",
  policyAuthor: "wrote the policy",
  requester: "made the key that asks",
};

function Excluded({ request, names }: { request: Checkpoint; names: Names }) {
  if (request.excluded.length === 0) return null;
  const each = request.excluded.map(
    ({ id, why }) => `${names.get(id) ?? "a person who has left"} (${exclusionWords[why]})`,
  );
  return <p className="mt-2 text-muted text-xs">May not decide, by separation of duties: {each.join(", ")}.</p>;
}

function Votes({ votes }: { votes: Checkpoint["votes"] }) {
  return (
    <ul className="mt-3 space-y-2" aria-label="Decisions so far">
      {votes.map((vote) => (
        <li key={`${vote.userId}:${vote.at}`} className="text-sm">
          <p className="flex flex-wrap items-center gap-x-2">
            <Status
              tone={vote.verdict === "approve" ? "allow" : "deny"}
              icon={vote.verdict === "approve" ? AllowGlyph : DenyGlyph}
              label={vote.verdict === "approve" ? "Approved" : "Denied"}
            />
            <span>
              {vote.userName}
              {vote.standsFor === null ? null : ` for ${vote.standsFor}`}
            </span>
            {vote.stepUp ? (
              <span className="inline-flex items-center gap-1 text-muted text-xs">
                <KeyRound aria-hidden="true" className="size-3" />
                signed with a passkey
              </span>
            ) : null}
            <span className="text-muted text-xs">
              <Time at={vote.at} />
            </span>
          </p>
          {vote.reason ? (
            <p className="text-muted">
              <InlineUntrusted text={vote.reason} max={1000} />
            </p>
          ) : null}
          {vote.note ? (
            <p className="text-muted text-xs">
              Note for the record, not told to the agent: <InlineUntrusted text={vote.note} max={2000} />
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
