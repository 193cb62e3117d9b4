import Link from "next/link";
import { formatCount, plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Effect, Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { RingSample, RollOutRing } from "@/lib/rollouts/contract";
import { ringLook, shareWords, takenBackLook } from "./roll-out-words";

type RingCardsProps = { rings: readonly RollOutRing[]; profile: boolean; takenBack: boolean };

/** Each ring with what was acknowledged and decided in it. */
export const RingCards = ({ rings, profile, takenBack }: RingCardsProps) => (
  <ol className="border-line border-t">
    {rings.map((ring) => (
      <li key={ring.position} className="border-line border-b py-4">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
          <strong className="font-medium">
            <InlineUntrusted text={ring.name} />
          </strong>
          <Status {...(takenBack && isReached(ring) ? takenBackLook : ringLook[ring.state])} />
          {ring.startedAt ? (
            <span className="text-muted">
              since <Time at={ring.startedAt} />
            </span>
          ) : null}
        </p>
        {isReached(ring) ? <Seen ring={ring} profile={profile} /> : <Waiting ring={ring} />}
      </li>
    ))}
  </ol>
);

const isReached = ({ state }: RollOutRing): boolean => state === "reached" || state === "passed";

const Waiting = ({ ring }: { ring: RollOutRing }) => (
  <p className="mt-1 text-muted text-sm tabular-nums">
    {ring.points === 0
      ? "No point was in it when the roll-out began."
      : `${plural(ring.points, "point")}, ${formatCount(ring.live)} connected.`}
  </p>
);

function Seen({ ring, profile }: { ring: RollOutRing; profile: boolean }) {
  const { counts } = ring;
  const figures = [
    ["Acknowledged", `${ring.acknowledged} of ${ring.points}`, `${ring.live} connected`],
    ["Not taken up", formatCount(ring.lacking), "of those connected"],
    ["Refused", formatCount(ring.refused), "points"],
    ["Decisions", formatCount(counts.decisions), `${formatCount(counts.judged)} judged`],
    ["Denied", formatCount(counts.denied), `${formatCount(counts.held)} held`],
    ["Newly denied", formatCount(counts.newlyDenied), shareWords(counts.newlyDenied, counts.judged)],
    ["Newly held", formatCount(counts.newlyHeld), shareWords(counts.newlyHeld, counts.judged)],
    ["Newly allowed", formatCount(counts.newlyAllowed), shareWords(counts.newlyAllowed, counts.judged)],
    ["Errors", formatCount(counts.errors), "could not be evaluated"],
    ...(profile
      ? ([
          ["Requests", formatCount(counts.requests), "out of sandboxes under the profile"],
          ["Newly refused", formatCount(counts.newlyRefused), shareWords(counts.newlyRefused, counts.requests)],
          [
            "Canaries",
            formatCount(ring.canaries),
            `runs, ${formatCount(ring.canaryFailures)} in which something got out`,
          ],
        ] as const)
      : []),
  ] as const;
  return (
    <>
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-5">
        {figures.map(([label, value, note]) => (
          <div key={label}>
            <dt className="text-muted text-xs">{label}</dt>
            <dd className="text-sm tabular-nums">
              {value} <span className="text-muted text-xs">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
      {counts.samples.length > 0 ? (
        <details className="mt-3 text-sm">
          <summary className="cursor-pointer text-muted">The newest calls that are decided otherwise</summary>
          <ul className="mt-2 space-y-1.5">
            {counts.samples.map((sample) => (
              <Sample key={sample.callId} sample={sample} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

const Sample = ({ sample }: { sample: RingSample }) => (
  <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
    <Link href={`/activity/${encodeURIComponent(sample.callId)}`} className="underline">
      The call
    </Link>
    <InlineUntrusted text={sample.agentName} max={80} /> calls{" "}
    <InlineUntrusted text={sample.tool} max={120} className="font-mono" />
    <span className="inline-flex items-center gap-1.5">
      <Effect value={sample.before} />
      <span aria-hidden="true">→</span>
      <span className="sr-only">becomes</span>
      <Effect value={sample.after} />
    </span>
  </li>
);
