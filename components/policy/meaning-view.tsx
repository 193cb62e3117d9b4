import { InlineUntrusted } from "@/components/ui/revealed";
import { Effect } from "@/components/ui/status";
import type { Meaning, ShiftedCall } from "@/lib/policy/review-contract";
import { basisWords, countWords, shiftWords } from "./meaning-words";

/** Which agents and tools gain or lose what, with calls by name. */
export function MeaningView({ meaning }: { meaning: Meaning }) {
  return (
    <>
      {meaning.shifts.length === 0 ? (
        <p className="border-line border-t py-3 text-sm">No call that was looked at is decided otherwise.</p>
      ) : (
        <ul className="border-line border-t">
          {meaning.shifts.map((shift) => (
            <li key={shift.shift} className="border-line border-b py-3">
              <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
                <strong className={shiftWords[shift.shift].wider ? "font-medium text-hold" : "font-medium"}>
                  {shiftWords[shift.shift].label}
                </strong>
                <span className="text-muted tabular-nums">{countWords(shift)}</span>
              </p>
              <ul className="mt-1 space-y-1">
                {shift.examples.map((call) => (
                  <Example key={`${call.agentId} ${call.tool}`} call={call} />
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2 max-w-[68ch] text-muted text-xs">{basisWords(meaning)}</p>
    </>
  );
}

function Example({ call }: { call: ShiftedCall }) {
  const by = [...call.after.policies, ...call.after.rules].join(", ");
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
      <InlineUntrusted text={call.agentName} /> calls{" "}
      <InlineUntrusted text={`${call.tool} ${call.arguments}`} max={160} className="font-mono" />
      <span className="inline-flex items-center gap-1.5">
        <Effect value={call.before.effect} />
        <span aria-hidden="true">→</span>
        <span className="sr-only">becomes</span>
        <Effect value={call.after.effect} />
      </span>
      {by ? <span className="text-muted">by {by}</span> : null}
    </li>
  );
}
