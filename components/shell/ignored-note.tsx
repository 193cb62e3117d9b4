import { Callout } from "@/components/ui/callout";

/** Says which parts of the address were left out, so that a list is never taken for a filtered one. */
export function IgnoredNote({ ignored }: { ignored: readonly string[] }) {
  if (ignored.length === 0) return null;
  return (
    <Callout tone="unknown" className="mb-4" title="Part of the address was not understood">
      {ignored.join(", ")} {ignored.length === 1 ? "has" : "have"} a value that this page does not know, so{" "}
      {ignored.length === 1 ? "it was" : "they were"} left out.
    </Callout>
  );
}
