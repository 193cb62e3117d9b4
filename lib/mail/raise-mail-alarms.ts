/** Findings about mail: a server that takes nothing, and people who were not told. */
import type { Db } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import type { MailServer as MailServerRow } from "@/lib/db/generated/client";
import { FAILING_AFTER_MS } from "@/lib/delivery/rules";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";

const DEAD = "dead";
const kind = "mail.failing" as const;

/** Called after each round with the server as it is now. */
export async function raiseMailAlarms(db: Db, server: MailServerRow, now: Date): Promise<void> {
  const { orgId, host, failingSince } = server;
  const ctx = systemContext(orgId, "mail", db);
  const subject = { kind: "mailServer", id: orgId, name: host } as const;
  if (failingSince && now.getTime() - failingSince.getTime() >= FAILING_AFTER_MS) {
    await raiseFinding(ctx, {
      kind,
      severity: "high",
      subject,
      title: "No mail goes out: people are not told what waits for them",
      mend: "Look at the server's answer under Settings, Mail. Messages wait for a day; requests go on in the console.",
      detail: { failures: server.failures, lastError: server.lastError ?? "" },
      facts: { failing: true },
    });
  } else if (server.failures === 0) {
    await clearFinding(ctx, { kind, subjectId: orgId, why: "Mail goes out again." });
  }
  const dead = await db.message.count({ where: { orgId, status: "dead" } });
  if (dead > 0) {
    await raiseFinding(ctx, {
      kind,
      part: DEAD,
      severity: "medium",
      subject,
      title: `${dead} ${dead === 1 ? "message was" : "messages were"} refused for good`,
      mend: "Look under Settings, Mail, why they were refused; mend the address or the server, then send them again.",
      detail: { dead },
      facts: { dead },
    });
  } else {
    await clearFinding(ctx, {
      kind,
      subjectId: orgId,
      part: DEAD,
      why: "No message is left that was refused for good.",
    });
  }
}
