/** What giving roles would weaken: whoever has them may change what is enforced, decide held calls, or be the second person. */
import type { PersonFact } from "@/lib/changes/act-facts";
import type { Judged } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";

type Whom = { subject: string; name: string; title: string };

export function judgePerson({ subject, name, title }: Whom, before: PersonFact, after: PersonFact): Judged {
  return {
    kind: "person",
    subject,
    title,
    base: { roles: [...before.roles], units: [...before.units] },
    texts: [{ title: name, before: textOf(before), after: textOf(after) }],
    weakenings: weakeningsOf("person", { name, before, after }),
  };
}

const textOf = ({ roles, units }: PersonFact): string =>
  `${roles.join(", ") || "no role"}${units.length > 0 ? ` of ${units.join(", ")}` : ""}`;
