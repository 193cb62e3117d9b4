/** Calls that need people: what is asked about, and what an approval permits. */
import { canonicalJson } from "../../canonical.ts";
import { generateSigningKey } from "../../crypto.ts";
import type { PlainGrant } from "../../wire/action.ts";
import { type Check, type Family, must } from "../check.ts";
import { AGENT, MOVE } from "../kit-content.ts";
import { changedGrantFor, grantFor } from "../kit-signing.ts";
import type { KitCheckpoint } from "../kit-state.ts";
import type { Stage } from "../stage.ts";
import { demand } from "../verdicts.ts";

const stranger = generateSigningKey();
const DAY_MS = 86_400_000;

export const holds: Family = {
  name: "holds",
  prepare: (stage) => stage.publish(),
  checks: [
    must("hold.asks", "It asks people about exactly the call, and does not run it meanwhile.", async (stage) => {
      const args = stage.args();
      const before = stage.log.runs.length;
      const { checkpoint, answer } = await stage.holds(MOVE, { arguments: args });
      const { action } = checkpoint.asked;
      demand(JSON.stringify(action.arguments) === JSON.stringify(args), "People are shown other arguments.");
      demand(action.agent === AGENT && action.tool === MOVE, "People are shown another agent or tool.");
      demand(action.org === stage.gateway.org, "The action belongs to another organisation.");
      demand(stage.gateway.points.has(action.pep), "The action names another point.");
      demand(stage.log.runs.length === before, "It was run before anyone had decided.");
      stage.gateway.settle(checkpoint, "denied", "no", null);
      stage.refused(await answer, before, ["checkpoint_denied"]);
      return `digest ${checkpoint.asked.digest}`;
    }),
    must(
      "hold.approved",
      "After an approval it redeems the grant, and then runs exactly this, once.",
      async (stage) => {
        const args = stage.args();
        const before = stage.log.runs.length;
        const { checkpoint, answer } = await stage.holds(MOVE, { arguments: args });
        const { grant } = stage.gateway.approve(checkpoint);
        demand((await answer).ran === true, "It was approved and not run.");
        const runs = stage.log.runs.slice(before);
        demand(runs.length === 1, `It was run ${runs.length} times.`);
        demand(JSON.stringify(runs[0]?.arguments) === JSON.stringify(args), "It was run with other arguments.");
        const redeemed = stage.log.redeemed.filter(({ grantId }) => grantId === grant.id);
        demand(redeemed.length === 1, `The grant was redeemed ${redeemed.length} times.`);
        demand((redeemed[0]?.order ?? 0) < (runs[0]?.order ?? 0), "It was run before the grant was redeemed.");
        return "redeemed, then run once";
      },
    ),
    wrongGrant("hold.other-digest", "for other arguments", () => ({ actionDigest: `sha256:${"0".repeat(64)}` })),
    wrongGrant("hold.other-tool", "for another tool", () => ({ tool: "fs/erase" })),
    wrongGrant("hold.other-point", "for another point", () => ({ pep: "point-of-somebody-else" })),
    wrongGrant("hold.other-rule", "that lifts another rule", () => ({ rules: ["another-rule"] })),
    wrongGrant("hold.expired", "that has expired", () => ({ expiresAt: new Date(Date.now() - DAY_MS).toISOString() })),
    wrongGrant("hold.forged", "signed by a key that it does not trust", () => ({}), true),
    must(
      "hold.changed",
      "On a grant that sets other arguments it runs exactly those or nothing, and never what was asked.",
      async (stage) => {
        const before = stage.log.runs.length;
        const { checkpoint, answer } = await stage.holds(MOVE, { arguments: stage.args() });
        const args = stage.args();
        const { grant } = stage.gateway.approve(checkpoint, changedGrantFor(stage.gateway, checkpoint, args));
        const answered = await answer;
        if (answered.ran !== true) return `refused with ${stage.refused(answered, before, ["grant_refused"])}`;
        const runs = stage.log.runs.slice(before);
        demand(runs.length === 1, `It was run ${runs.length} times.`);
        demand(JSON.stringify(runs[0]?.arguments) === JSON.stringify(args), "It was run with other arguments.");
        demand(
          stage.log.redeemed.some(({ grantId }) => grantId === grant.id),
          "It was run without the grant being redeemed.",
        );
        return "run with exactly the arguments that were set";
      },
    ),
    must("hold.changed-otherwise", "It runs nothing on a grant whose arguments are not those of its digest.", (stage) =>
      refusesGrant(stage, (checkpoint) => {
        const { gateway } = stage;
        const forged = changedGrantFor(gateway, checkpoint, stage.args(), { arguments: canonicalJson(stage.args()) });
        gateway.approve(checkpoint, forged);
      }),
    ),
    must("hold.reused", "A grant that was used permits no second call.", async (stage) => {
      const args = stage.args();
      const first = await stage.holds(MOVE, { arguments: args });
      const grant = stage.gateway.approve(first.checkpoint);
      demand((await first.answer).ran === true, "It was approved and not run.");
      return refusesGrant(stage, (checkpoint) => stage.gateway.approve(checkpoint, grant), args);
    }),
    must("hold.redeem-refused", "It does not run what the gateway refuses to redeem.", (stage) =>
      refusesGrant(stage, (checkpoint) => {
        stage.gateway.server.fail(/\/redeem$/, {
          status: 409,
          body: { type: "about:blank", title: "void", status: 409, code: "grant_void", detail: "It is void." },
        });
        stage.gateway.approve(checkpoint);
      }),
    ),
    must("hold.redeem-lost", "It does not run when it cannot know whether the grant was redeemed.", (stage) =>
      refusesGrant(stage, (checkpoint) => {
        stage.gateway.server.fail(/\/redeem$/, "lose");
        stage.gateway.approve(checkpoint);
      }),
    ),
  ],
};

function wrongGrant(id: string, which: string, more: () => Partial<PlainGrant>, forged = false): Check {
  return must(id, `It does not run on a grant ${which}.`, (stage) =>
    refusesGrant(stage, (checkpoint) => {
      const { gateway } = stage;
      const key = forged ? { ...stranger, keyId: gateway.key.keyId } : gateway.key;
      gateway.approve(checkpoint, grantFor(gateway, checkpoint, more(), key));
    }),
  );
}

async function refusesGrant(
  stage: Stage,
  decide: (checkpoint: KitCheckpoint) => unknown,
  args = stage.args(),
): Promise<string> {
  const before = stage.log.runs.length;
  const { checkpoint, answer } = await stage.holds(MOVE, { arguments: args });
  decide(checkpoint);
  return `refused with ${stage.refused(await answer, before, ["grant_refused"])}`;
}
