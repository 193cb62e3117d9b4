/** What a change of a place that events go to would weaken: who is told less than before. */
import type { SinkFact } from "@/lib/changes/act-facts";
import type { Judged } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { Sink as SinkRow } from "@/lib/db/generated/client";
import { canonicalJson, type Json } from "@/sdk/canonical";

/** `secret`: another one is given. It may lead elsewhere, as the address of a chat does, and is never shown. */
type After = { settings: unknown; sends: readonly string[]; active: boolean; secret: boolean };

export function judgeSink(row: SinkRow, after: After | null): Judged {
  const { name, kind } = row;
  const before: SinkFact = {
    place: canonicalJson(row.settings as Json),
    sends: row.sends,
    active: row.status === "active",
  };
  const next = after && {
    place: `${canonicalJson(plain(after.settings))}${after.secret ? " with another secret" : ""}`,
    sends: after.sends,
    active: after.active,
  };
  return {
    kind: "sink",
    subject: row.id,
    title: `${name}, where events go`,
    base: { version: row.version, status: row.status },
    texts: [{ title: `${name} (${kind})`, before: textOf(before), after: next ? textOf(next) : "" }],
    // The demo's own places are told of the demo.
    weakenings: row.demo ? [] : weakeningsOf("sink", { name, before, after: next }),
  };
}

const plain = (settings: unknown): Json => JSON.parse(JSON.stringify(settings)) as Json;
const textOf = ({ place, sends, active }: SinkFact): string =>
  `${place}\n${sends.join(", ")}\n${active ? "active" : "paused"}`;
