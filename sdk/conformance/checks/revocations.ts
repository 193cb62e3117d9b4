/** Orders that block by scope. Each must stop what it names and nothing else, and be lifted as fast. */
import type { RevokedScope } from "../../wire/protocol.ts";
import { type Check, type Family, must } from "../check.ts";
import { AGENT, PLANNER, PROVIDER, READ, WRITE, WRITER } from "../kit-content.ts";
import type { Stage } from "../stage.ts";
import type { KitCall } from "../subject.ts";

type Call = { tool: string; more?: Partial<KitCall> };

export const revocations: Family = {
  name: "revocations",
  prepare: (stage) => stage.publish(),
  checks: [
    scope("everything", { kind: "everything" }, { tool: READ }, null),
    scope("provider", { kind: "provider", provider: PROVIDER }, { tool: READ }, null, {
      kind: "provider",
      provider: "other",
    }),
    scope("server", { kind: "server", server: "fs" }, { tool: READ }, null, { kind: "server", server: "f" }),
    scope("tool", { kind: "tool", tool: READ }, { tool: READ }, { tool: WRITE }),
    scope(
      "credential",
      { kind: "credential", credential: "key-1" },
      { tool: READ, more: { credential: "key-1" } },
      { tool: READ, more: { credential: "key-2" } },
    ),
    scope(
      "delegation",
      { kind: "delegation", from: PLANNER, to: AGENT },
      { tool: READ, more: { chain: [PLANNER] } },
      { tool: READ, more: { chain: [WRITER] } },
    ),
    must("revoke.state", "What is revoked while it is away holds as soon as it is back.", async (stage) => {
      const { gateway } = stage;
      await stage.runs(READ);
      const before = stage.log.streams.length;
      gateway.revoked = [{ kind: "tool", tool: READ }];
      gateway.server.sever();
      await stage.streamed(before);
      await settled(stage);
      await stage.refuses(READ, ["revoked"]);
      gateway.revoked = [];
      return "refused after it came back";
    }),
  ],
};

/** `spared` must go on; `other` is a scope of the same kind that does not concern the call. */
function scope(name: string, order: RevokedScope, blocked: Call, spared: Call | null, other?: RevokedScope): Check {
  const proves = `A revocation of ${name === "everything" ? name : `a ${name}`} refuses what it names, and only that.`;
  return must(`revoke.${name}`, proves, async (stage) => {
    const { gateway } = stage;
    await stage.runs(blocked.tool, blocked.more);
    if (other) {
      await stage.ordered(gateway.revoke(other));
      await stage.runs(blocked.tool, blocked.more);
    }
    await stage.ordered(gateway.revoke(order));
    await stage.refuses(blocked.tool, ["revoked"], blocked.more);
    if (spared) await stage.runs(spared.tool, spared.more);
    await stage.ordered(gateway.revoke(order, false));
    await stage.runs(blocked.tool, blocked.more);
    return "refused, and ran again when it was lifted";
  });
}

/** An order about something else: when it is acknowledged, all before it is in effect. */
async function settled(stage: Stage): Promise<void> {
  await stage.ordered(stage.gateway.revoke({ kind: "tool", tool: "other/tool" }), 20_000);
}
