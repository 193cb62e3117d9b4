/** The stream of orders: resumed where it broke off, and open for what is yet to come. */
import { type Family, may, must } from "../check.ts";
import { AGENT, ERASE, READ } from "../kit-content.ts";
import type { Stage } from "../stage.ts";
import { demand } from "../verdicts.ts";

export const streams: Family = {
  name: "streams",
  prepare: (stage) => stage.publish(),
  checks: [
    must(
      "stream.resume",
      "It comes back to a broken stream with the id of the last event that it heard.",
      async (stage) => {
        const { gateway, log } = stage;
        await stage.ordered(gateway.order("somebody-else", "killed"));
        const head = String(gateway.head);
        await comeBack(stage, () => undefined);
        const last = log.streams.at(-1);
        demand(last === head, `It came back with ${last === null ? "no Last-Event-ID" : `"${last}"`}, not "${head}".`);
        return `Last-Event-ID ${head}`;
      },
    ),
    must("stream.missed", "An order given while its stream was broken takes effect when it is back.", async (stage) => {
      let orderId = "";
      await comeBack(stage, () => {
        orderId = stage.gateway.order(AGENT, "killed");
      });
      await stage.ordered(orderId, 20_000);
      await stage.refuses(READ, ["agent_killed"]);
      await stage.ordered(stage.gateway.order(AGENT, "active"));
      return "in effect and acknowledged";
    }),
    must("stream.unknown", "An event that it does not know does not stop it.", async (stage) => {
      stage.gateway.say({ type: "weather" });
      await stage.ordered(stage.gateway.order("somebody-else", "active"), 20_000);
      await stage.runs(READ);
      return "went on";
    }),
    must("stream.replayed", "An old order that is told again does not undo a newer one.", async (stage) => {
      await stage.ordered(stage.gateway.order(AGENT, "active"));
      const killed = stage.gateway.order(AGENT, "killed");
      await stage.ordered(killed);
      await comeBack(stage, () => undefined);
      await stage.ordered(stage.gateway.order("somebody-else", "active"), 20_000);
      await stage.refuses(READ, ["agent_killed"]);
      await stage.ordered(stage.gateway.order(AGENT, "active"));
      return "still refused";
    }),
    may(
      "stream.observe",
      "In observe mode it lets through what policy denies, and reports that it did.",
      async (stage) => {
        const { gateway, log } = stage;
        gateway.mode = "observe";
        try {
          await comeBack(stage, () => undefined);
          await stage.ordered(gateway.order("somebody-else", "active"), 20_000);
          await stage.runs(ERASE);
          const told = (): boolean => log.calls().some((call) => call.code === "forbidden" && !call.enforced);
          await log.until("the record that it was not enforced", told);
          await stage.ordered(gateway.order(AGENT, "killed"));
          await stage.refuses(READ, ["agent_killed"]);
          await stage.ordered(gateway.order(AGENT, "active"));
          return "ran, recorded as not enforced; a kill is carried out all the same";
        } finally {
          gateway.mode = "enforce";
          await comeBack(stage, () => undefined);
        }
      },
    ),
  ],
};

async function comeBack(stage: Stage, meanwhile: () => void): Promise<void> {
  const before = stage.log.streams.length;
  stage.gateway.server.sever();
  meanwhile();
  await stage.streamed(before);
}
