import { effectLook, Status, type StatusProps } from "@/components/ui/status";
import type { Call } from "@/lib/activity/contract";
import { noDecisionWords } from "./call-words";

type CallEffectProps = { call: Pick<Call, "effect" | "mediation"> } & Pick<StatusProps, "look" | "className">;

/** What was decided; that no decision is known is a state of its own, and never looks like one. */
export function CallEffect({ call, ...rest }: CallEffectProps) {
  const { effect, mediation } = call;
  return effect === null ? (
    <Status {...effectLook.unknown} label={noDecisionWords[mediation ?? "waiting"]} {...rest} />
  ) : (
    <Status {...effectLook[effect]} {...rest} />
  );
}
