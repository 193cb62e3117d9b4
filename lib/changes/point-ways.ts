/** Ways in which an enforcement point lets through what policies deny. Pure. */
import type { Facts } from "./facts";
import type { Way } from "./way";

export const pointWays: readonly Way<Facts["point"]>[] = [
  {
    id: "point.observes",
    means: "A point is let in that lets everything through",
    found: ({ name, mode, agents }) =>
      mode === "enforce"
        ? []
        : [
            `Whatever ${agents.length === 0 ? "any agent" : agents.join(", ")} calls through ${name} goes through, also what policies deny or hold.`,
          ],
  },
];
