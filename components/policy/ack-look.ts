import { CircleDashed } from "lucide-react";
import { AllowGlyph, DenyGlyph } from "@/components/ui/glyphs";

const looks = {
  loaded: { tone: "allow", icon: AllowGlyph, label: "Loaded" },
  refused: { tone: "deny", icon: DenyGlyph, label: "Refused" },
  waiting: { tone: "unknown", icon: CircleDashed, label: "No answer" },
} as const;

/** What a point said of a revision. */
export const ackLook = (result: keyof typeof looks) => looks[result];
