import { LinkTabs } from "@/components/ui/tabs";

export function PolicyTabs({ current }: { current: "policies" | "rules" | "tests" | "replay" | "revisions" | "try" }) {
  return (
    <LinkTabs
      label="Policy"
      current={current}
      tabs={[
        { id: "policies", label: "Policies", href: "/policies" },
        { id: "rules", label: "Checkpoint rules", href: "/policies/rules" },
        { id: "tests", label: "Tests", href: "/policies/tests" },
        { id: "replay", label: "Replay", href: "/policies/replay" },
        { id: "revisions", label: "Revisions", href: "/policies/revisions" },
        { id: "try", label: "Try a decision", href: "/policies/try" },
      ]}
    />
  );
}
