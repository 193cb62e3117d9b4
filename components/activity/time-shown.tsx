import { Time } from "@/components/ui/time";

/** Which time is shown, from when to when, in the reader's zone, which is named. */
export function TimeShown({ from, to }: { from: string | undefined; to: string | undefined }) {
  return (
    <p className="-mt-1 mb-3 text-muted text-xs">
      {from === undefined ? "From the first call" : <Time at={from} absolute />} to{" "}
      {to === undefined ? "now" : <Time at={to} absolute />}
    </p>
  );
}
