import { LinkTabs } from "@/components/ui/tabs";

export const IsolationTabs = ({ current }: { current: "agents" | "profiles" | "exercises" }) => (
  <LinkTabs
    label="Isolation"
    current={current}
    tabs={[
      { id: "agents", label: "Agents", href: "/isolation" },
      { id: "profiles", label: "Sandbox profiles", href: "/isolation/profiles" },
      { id: "exercises", label: "Red-team exercises", href: "/isolation/red-team" },
    ]}
  />
);
