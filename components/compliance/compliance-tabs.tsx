import { LinkTabs } from "@/components/ui/tabs";

export function ComplianceTabs({ current }: { current: "frameworks" | "packs" }) {
  return (
    <LinkTabs
      label="Compliance"
      current={current}
      tabs={[
        { id: "frameworks", label: "Frameworks", href: "/compliance" },
        { id: "packs", label: "Audit packs", href: "/compliance/packs" },
      ]}
    />
  );
}
