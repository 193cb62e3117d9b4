/** What the two detections of refused calls share: they raise the same finding, so that one thing is found once. */
import type { Hit, Scene } from "../detection";
import { isDenied, toolsIn } from "../hours";
import { agentSubject, hourWords, listed, percent } from "./words";

export function denialHit({ agent, hour }: Scene, denied: number, calls: number): Hit {
  return {
    subject: agentSubject(agent),
    windowFrom: hour.from,
    value: denied,
    severity: "high",
    title: `${denied} of ${calls} calls of ${agent.name} were denied ${hourWords(hour.from)} (${percent(denied / calls)})`,
    mend: "Read what it tried. Suspend it if it looks for a way around its limits; mend its configuration if it is simply wrong.",
    detail: { denied, calls, hour: hour.from.toISOString(), tools: listed(toolsIn(hour, isDenied)) },
    calls: isDenied,
    hour,
  };
}
