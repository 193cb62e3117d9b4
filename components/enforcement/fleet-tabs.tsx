import { LinkTabs } from "@/components/ui/tabs";

export function FleetTabs({ current }: { current: "points" | "stops" }) {
  return (
    <LinkTabs
      label="Fleet"
      current={current}
      tabs={[
        { id: "points", label: "Points", href: "/points" },
        { id: "stops", label: "Stop orders", href: "/points/stops" },
      ]}
    />
  );
}
