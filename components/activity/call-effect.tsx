import { effectLook, Status, type StatusProps } from "@/components/ui/status";
import type { Call } from "@/lib/activity/contract";
import { importedWords, noDecisionWords } from "./call-words";

type CallEffectProps = { call: Pick<Call, "source" | "effect" | "mediation"> } & Pick<
  StatusProps,
  "look" | "className"
>;

/** What was decided; that no decision is known is a state of its own, and never looks like one. */
export function CallEffect({ call, ...rest }: CallEffectProps) {
  const { source, effect, mediation } = call;
  const none = source === "import" ? importedWords.none : noDecisionWords[mediation ?? "waiting"];
  return effect === null ? (
    <Status {...effectLook.unknown} label={none} {...rest} />
  ) : (
    <Status {...effectLook[effect]} {...rest} />
  );
}
