import { SeverityMark } from "@/components/findings/finding-looks";
import { formatCount } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { Backtest, WholeDetection } from "@/lib/detections/contract";

/** What the newest trials said: how many a day, and which. */
export function Backtests({ detection }: { detection: WholeDetection }) {
  if (detection.backtests.length === 0)
    return (
      <p className="text-muted text-sm">
        Nothing was tried yet. It raises nothing: it counts what would have been raised.
      </p>
    );
  return (
    <ul className="border-line border-t">
      {detection.backtests.map((one) => (
        <li key={one.id} className="border-line border-b py-2.5 text-sm">
          <p>
            {wordsOf(one)}{" "}
            <span className="text-muted text-xs">
              <InlineUntrusted text={one.askedBy} max={60} />, <Time at={one.askedAt} />
            </span>
          </p>
          <p className="text-muted text-xs">{triedWith(one, detection)}</p>
          {one.result ? <Samples result={one.result} /> : null}
        </li>
      ))}
    </ul>
  );
}

function wordsOf({ status, result, days, fault }: Backtest): string {
  if (status === "failed") return fault ?? "It broke off.";
  if (!result) return status === "running" ? "Running…" : "Waiting for the worker…";
  const perDay = result.hits / days;
  const most = result.byDay.reduce((top, { hits }) => Math.max(top, hits), 0);
  const rate = perDay.toLocaleString("en-GB", { maximumFractionDigits: 2 });
  return `Would have been raised ${formatCount(result.hits)} times in ${days === 1 ? "a day" : `${days} days`}: ${rate} a day, at most ${formatCount(most)} on one${result.cut ? "; only some of the agents were looked at" : ""}.`;
}

const triedWith = ({ parameters }: Backtest, { parameters: known }: WholeDetection): string =>
  known.map(({ key, label, unit }) => `${label}: ${parameters[key] ?? "–"} ${unit}`).join(" · ");

function Samples({ result }: { result: NonNullable<Backtest["result"]> }) {
  if (result.samples.length === 0) return null;
  return (
    <details className="mt-1">
      <summary className="min-h-6 cursor-pointer text-xs">
        {result.samples.length === result.hits ? "All of them" : `The first ${result.samples.length}`}
      </summary>
      <ul className="mt-1 space-y-1">
        {result.samples.map((sample) => (
          <li key={`${sample.at} ${sample.subjectName} ${sample.title}`} className="text-xs">
            <SeverityMark value={sample.severity} /> <InlineUntrusted text={sample.title} max={200} />{" "}
            <span className="text-muted">
              <Time at={sample.at} absolute />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
