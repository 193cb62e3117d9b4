import { Check, X } from "lucide-react";
import { Callout } from "@/components/ui/callout";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { LibraryCase, LibraryPreview as Preview } from "@/lib/policy/library-contract";

type Props = {
  preview: Preview | null;
  /** It belongs to what stood in the form before. */
  stale: boolean;
  /** Something was filled in: before that, what is missing is no mistake yet. */
  touched: boolean;
};

/** What adopting would make: the text, the tests and what they come to, and why not where it cannot be. */
export function LibraryPreview({ preview, stale, touched }: Props) {
  const whole = preview?.problems.filter(({ path }) => path === "") ?? [];
  return (
    <div aria-live="polite" aria-busy={stale} className="space-y-4">
      {preview === null ? <p className="text-muted text-sm">Working out what comes of it.</p> : null}
      {whole.map(({ message }) => (
        <Callout key={message} tone="deny" title="It cannot be adopted like this">
          <InlineUntrusted text={message} max={600} />
        </Callout>
      ))}
      {preview && preview.text === null && whole.length === 0 ? (
        <p className="text-muted text-sm">
          {touched
            ? `The policy stands here once ${plural(preview.problems.length, "blank is", "blanks are")} put right.`
            : "The policy and its tests stand here once the blanks are filled in."}
        </p>
      ) : null}
      {preview?.text ? <UntrustedText text={preview.text} label="The policy, in Cedar" mono copy /> : null}
      {preview && preview.tests.length > 0 ? <Tests tests={preview.tests} /> : null}
      {preview && preview.notes.length > 0 ? (
        <ul className="list-disc space-y-1 pl-5 text-muted text-sm">
          {preview.notes.map((note) => (
            <li key={note}>
              <InlineUntrusted text={note} max={600} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Tests({ tests }: { tests: readonly LibraryCase[] }) {
  const needed = tests.filter((one) => one.needed).length;
  return (
    <section aria-label="Its tests">
      <p className="mb-1 text-sm">
        {plural(tests.length, "test comes", "tests come")} with it.{" "}
        {needed === 0
          ? "None of them fails without it, as the draft stands."
          : `${plural(needed, "of them fails", "of them fail")} without it.`}
      </p>
      <ul className="border-line border-t">
        {tests.map((one) => (
          <li key={one.name} className="border-line border-b py-2 text-sm">
            <p className="flex flex-wrap items-baseline gap-x-3">
              {one.result.passed ? (
                <Status tone="allow" icon={Check} label="Passes" />
              ) : (
                <Status tone="deny" icon={X} label="Fails" />
              )}
              <InlineUntrusted text={one.name} max={200} className="min-w-0 flex-1 basis-60 font-medium" />
            </p>
            <p className="text-muted text-xs">
              <InlineUntrusted text={one.result.why} max={400} />{" "}
              {one.needed ? `Without it: ${without[one.without]}.` : "The same without it."}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const without = { allow: "allowed", deny: "denied", hold: "held by others" } as const;
