"use client";

import { Button } from "@/components/ui/button";
import type { ApproverGroup } from "@/lib/policy/rule-contract";
import { GroupFields } from "./group-fields";
import { groupOf } from "./rule-draft";

const MOST_GROUPS = 10;

type Props = {
  groups: readonly ApproverGroup[];
  /** What they are groups of: "stage 1". */
  of: string;
  onChange: (groups: ApproverGroup[]) => void;
};

/** Groups of which any may decide; there is always one at least. */
export function GroupList({ groups, of, onChange }: Props) {
  return (
    <>
      <ul className="space-y-2">
        {groups.map((group, index) => (
          <GroupFields
            // biome-ignore lint/suspicious/noArrayIndexKey: the fields hold no state of their own, so a group that moves up takes nothing of the removed one
            key={index}
            group={group}
            label={`Group ${index + 1} of ${of}`}
            onChange={(next) => onChange(groups.map((each, at) => (at === index ? next : each)))}
            onRemove={groups.length > 1 ? () => onChange(groups.filter((_, at) => at !== index)) : undefined}
          />
        ))}
      </ul>
      {groups.length < MOST_GROUPS ? (
        <Button
          variant="quiet"
          size="sm"
          className="mt-1"
          aria-label={`Or from another group: ${of}`}
          onClick={() => onChange([...groups, groupOf("role")])}
        >
          Or from another group
        </Button>
      ) : null}
    </>
  );
}
