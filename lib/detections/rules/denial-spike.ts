import { sharesOf } from "../baseline";
import type { Detection } from "../detection";
import { denialHit } from "./denials";

export const denialSpike: Detection = {
  id: "denial-spike",
  kind: "agent.denials",
  title: "Denial spike",
  description:
    "An agent is refused again and again within an hour. It may be hijacked, it may look for a way around its limits, or it is configured wrongly: in each case somebody should look.",
  how: ({ denials = 0, share = 0 }) =>
    `At least ${denials} calls of one agent are denied within one hour, and they are at least ${share} % of its calls in it.`,
  reads: "Calls counted by agent, tool and hour, as they arrive. Refusals of an agent that is stopped do not count.",
  severity: "high",
  asi: ["ASI01", "ASI02", "ASI10"],
  atlas: ["AML.T0053", "AML.T0084"],
  falseAlarms: "A fixed limit, so it depends on what the agent does: back-test it on your own calls.",
  parameters: {
    denials: { label: "Denied calls in an hour, at least", unit: "calls", default: 20, min: 3, max: 100_000 },
    share: { label: "Share of its calls, at least", unit: "%", default: 50, min: 1, max: 100 },
  },
  looks: "hour",
  judge: (scene, { denials = 0, share = 0 }) => {
    const { calls, denied } = sharesOf(scene.hour);
    return denied >= denials && denied * 100 >= calls * share ? [denialHit(scene, denied, calls)] : [];
  },
};
