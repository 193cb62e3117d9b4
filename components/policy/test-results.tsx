import { Check, X } from "lucide-react";
import { Status } from "@/components/ui/status";
import type { TestResult } from "@/lib/policy/test-contract";

/** Each test with what came out and the policies that made it; those that fail first. */
export function TestResults({ results }: { results: readonly TestResult[] }) {
  if (results.length === 0)
    return (
      <p className="border-line border-t py-3 text-muted text-sm">
        No tests are kept. A test makes sure that a publication never changes the answer to a call that matters.
      </p>
    );
  const ordered = [...results].sort((a, b) => Number(a.passed) - Number(b.passed));
  return (
    <ul className="border-line border-t">
      {ordered.map((result) => (
        <li key={result.id} className="border-line border-b py-2 text-sm">
          <p className="flex flex-wrap items-baseline gap-x-3">
            {result.passed ? (
              <Status tone="allow" icon={Check} label="Passes" />
            ) : (
              <Status tone="deny" icon={X} label="Fails" />
            )}
            <span className="min-w-0 flex-1 basis-60 break-words font-medium">{result.name}</span>
          </p>
          <p className="break-words text-muted text-xs">
            {result.why}
            {result.got && result.got.policies.length > 0 ? ` Determined by ${result.got.policies.join(", ")}.` : ""}
          </p>
        </li>
      ))}
    </ul>
  );
}
