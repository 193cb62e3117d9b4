import { LinkTabs } from "@/components/ui/tabs";

type Tab =
  | "policies"
  | "library"
  | "rules"
  | "tests"
  | "replay"
  | "changes"
  | "rollouts"
  | "revisions"
  | "try"
  | "applications";

export function PolicyTabs({ current }: { current: Tab }) {
  return (
    <LinkTabs
      label="Policy"
      current={current}
      tabs={[
        { id: "policies", label: "Policies", href: "/policies" },
        { id: "library", label: "Library", href: "/policies/library" },
        { id: "rules", label: "Checkpoint rules", href: "/policies/rules" },
        { id: "tests", label: "Tests", href: "/policies/tests" },
        { id: "replay", label: "Replay", href: "/policies/replay" },
        { id: "changes", label: "Weaker changes", href: "/policies/changes" },
        { id: "rollouts", label: "Roll-outs", href: "/policies/rollouts" },
        { id: "revisions", label: "Revisions", href: "/policies/revisions" },
        { id: "try", label: "Try a decision", href: "/policies/try" },
        { id: "applications", label: "Applications", href: "/policies/applications" },
      ]}
    />
  );
}
