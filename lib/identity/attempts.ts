/** Slows guessing: failed sign-ins are counted in the database, so that more replicas give no more guesses. */
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { ATTEMPT_WINDOW_MS, MOST_ATTEMPTS } from "./rules";

type Subject = keyof typeof MOST_ATTEMPTS;
const subjectOf = (kind: Subject, value: string): string => `${kind}:${value}`;

/**
 * Counts the attempt before it is judged, so that many at once cannot all slip in below the limit. Throws when there were
 * too many; a refused attempt leaves no mark, so hammering does not keep the owner out for longer.
 */
export async function countAttempt(db: Db, account: string, address: string | null): Promise<bigint[]> {
  const subjects: [Subject, string][] = [
    ["account", account],
    ...(address ? [["address", address] as [Subject, string]] : []),
  ];
  const marks = await db.signInAttempt.createManyAndReturn({
    data: subjects.map(([kind, value]) => ({ subject: subjectOf(kind, value) })),
    select: { id: true },
  });
  const ids = marks.map(({ id }) => id);
  const waits = await Promise.all(subjects.map(([kind, value]) => waitFor(db, kind, value, ids)));
  const wait = Math.max(...waits);
  if (wait <= 0) return ids;
  await db.signInAttempt.deleteMany({ where: { id: { in: ids } } });
  throw new Refusal("rate_limited", `Too many failed attempts. Try again in ${Math.ceil(wait / 60)} minutes.`, {
    retryAfterSeconds: wait,
  });
}

/** Seconds until another attempt may be made: until the last one that fills the quota leaves the window. */
async function waitFor(db: Db, kind: Subject, value: string, own: bigint[]): Promise<number> {
  const rows = await db.$queryRaw<{ seconds: number }[]>(Prisma.sql`
    SELECT ceil(extract(epoch FROM "at" + ${ATTEMPT_WINDOW_MS} * interval '1 millisecond' - clock_timestamp()))::int AS "seconds"
    FROM "SignInAttempt"
    WHERE "subject" = ${subjectOf(kind, value)} AND "id" <> ALL(${own})
      AND "at" > clock_timestamp() - ${ATTEMPT_WINDOW_MS} * interval '1 millisecond'
    ORDER BY "at" DESC OFFSET ${MOST_ATTEMPTS[kind] - 1} LIMIT 1`);
  return rows[0]?.seconds ?? 0;
}

/** After a success neither the account's failures nor this attempt's marks count; and whatever left the window goes. */
export async function forgetAttempts(db: Db, account: string, marks: bigint[], now: Date): Promise<void> {
  await db.signInAttempt.deleteMany({
    where: {
      OR: [
        { subject: subjectOf("account", account) },
        { id: { in: marks } },
        { at: { lt: new Date(now.getTime() - ATTEMPT_WINDOW_MS) } },
      ],
    },
  });
}
