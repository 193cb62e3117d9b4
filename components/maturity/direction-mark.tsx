import { ArrowDown, ArrowRight, ArrowUp, CircleDot } from "lucide-react";
import { Status, type StatusProps } from "@/components/ui/status";
import { type Direction, directionWords } from "./score-words";

const look: Record<Direction, Pick<StatusProps, "tone" | "icon">> = {
  rose: { tone: "allow", icon: ArrowUp },
  fell: { tone: "deny", icon: ArrowDown },
  changed: { tone: "neutral", icon: ArrowRight },
  began: { tone: "neutral", icon: CircleDot },
};

/** Which way it went: arrow, hue and word, and by how much where that is known. */
export const DirectionMark = ({ direction, by }: { direction: Direction; by: string | null }) => (
  <Status {...look[direction]} label={by === null ? directionWords[direction] : `${directionWords[direction]} ${by}`} />
);
