import { CircleCheck, CircleSlash, Hourglass, type LucideIcon, TriangleAlert } from "lucide-react";
import { Status, type Tone } from "@/components/ui/status";
import type { Tool } from "@/lib/inventory/contract";
import { toolStateWords } from "./words";

const look: Record<Tool["state"], { tone: Tone; icon: LucideIcon }> = {
  waiting: { tone: "hold", icon: Hourglass },
  approved: { tone: "allow", icon: CircleCheck },
  changed: { tone: "deny", icon: TriangleAlert },
  blocked: { tone: "deny", icon: CircleSlash },
};

export const ToolState = ({ state, pill }: { state: Tool["state"]; pill?: boolean }) => (
  <Status {...look[state]} label={toolStateWords[state].label} look={pill ? "pill" : "plain"} />
);

export const toolName = ({ server, name }: Pick<Tool, "server" | "name">): string => `${server}/${name}`;

export const toolHref = ({ id }: Pick<Tool, "id">): string => `/tools/${encodeURIComponent(id)}`;
