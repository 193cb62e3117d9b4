import { orderWords } from "@/components/inventory/stop-words";
import { AllowGlyph, DenyGlyph } from "@/components/ui/glyphs";
import { Status } from "@/components/ui/status";
import type { StopOrder } from "@/lib/enforcement/stop-contract";

/** What an order did, as a glyph and a word. */
export function OrderStatus({ status, look }: { status: StopOrder["status"]; look?: "plain" | "pill" }) {
  const { done, stops } = orderWords[status];
  return <Status tone={stops ? "deny" : "allow"} icon={stops ? DenyGlyph : AllowGlyph} label={done} look={look} />;
}
