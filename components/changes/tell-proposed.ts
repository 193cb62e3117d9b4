import { toast } from "sonner";
import type { ChangeRequest } from "@/lib/changes/contract";

/** Where a change that was proposed is read and confirmed. */
export const changeHref = ({ id }: Pick<ChangeRequest, "id">): string => `/policies/changes/${encodeURIComponent(id)}`;

/** After asking: nothing is changed yet, and who can confirm it. */
export function tellProposed(
  { confirmers }: Pick<ChangeRequest, "confirmers">,
  action?: { label: string; onClick: () => void },
): void {
  toast.success("It waits for a second person", {
    ...(action ? { action } : {}),
    description:
      confirmers.length > 0
        ? `Nothing is changed yet. ${confirmers.slice(0, 3).join(", ")} can confirm it.`
        : "Nothing is changed yet, and nobody else here may confirm it. The operator of the server can invite a second person: npm run -s admin -- second-person.",
  });
}
