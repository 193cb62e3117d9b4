import { LinkTabs } from "@/components/ui/tabs";

export const IsolationTabs = ({ current }: { current: "agents" | "profiles" }) => (
  <LinkTabs
    label="Isolation"
    current={current}
    tabs={[
      { id: "agents", label: "Agents", href: "/isolation" },
      { id: "profiles", label: "Sandbox profiles", href: "/isolation/profiles" },
    ]}
  />
);
