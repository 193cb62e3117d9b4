import { LinkTabs } from "@/components/ui/tabs";

export type MaturityTab = "score" | "changes";

/** The pages about maturity. */
export const MaturityTabs = ({ current }: { current: MaturityTab }) => (
  <LinkTabs
    label="Maturity"
    current={current}
    tabs={[
      { id: "score", label: "Score", href: "/maturity" },
      { id: "changes", label: "Changes", href: "/maturity/changes" },
    ]}
  />
);
