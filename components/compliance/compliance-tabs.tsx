import { LinkTabs } from "@/components/ui/tabs";

export function ComplianceTabs({ current }: { current: "frameworks" | "packs" | "auditors" }) {
  return (
    <LinkTabs
      label="Compliance"
      current={current}
      tabs={[
        { id: "frameworks", label: "Frameworks", href: "/compliance" },
        { id: "packs", label: "Audit packs", href: "/compliance/packs" },
        { id: "auditors", label: "Outside auditors", href: "/compliance/auditors" },
      ]}
    />
  );
}
