import { LinkTabs } from "@/components/ui/tabs";
import { can, type Role } from "@/lib/shared/permissions";

const tabs = [
  { id: "requests", label: "Requests", href: "/checkpoints", permission: "checkpoint:read" },
  { id: "standing", label: "Standing approvals", href: "/checkpoints/standing", permission: "checkpoint:read" },
  { id: "unsettled", label: "Unknown outcomes", href: "/checkpoints/unsettled", permission: "checkpoint:read" },
  { id: "break-glass", label: "Broken glass", href: "/checkpoints/break-glass", permission: "checkpoint:read" },
  { id: "oversight", label: "Oversight", href: "/checkpoints/oversight", permission: "oversight:read" },
  { id: "limits", label: "Limits", href: "/checkpoints/limits", permission: "checkpoint:read" },
] as const;

export type CheckpointTab = (typeof tabs)[number]["id"];

/** The pages about held calls that this person may open. */
export function CheckpointTabs({ current, roles }: { current: CheckpointTab; roles: readonly Role[] }) {
  return (
    <LinkTabs label="Checkpoints" current={current} tabs={tabs.filter(({ permission }) => can(roles, permission))} />
  );
}
