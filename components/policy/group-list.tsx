"use client";

import { Button } from "@/components/ui/button";
import type { ApproverGroup } from "@/lib/policy/rule-contract";
import { GroupFields } from "./group-fields";
import { groupOf } from "./rule-draft";
import { useEditableRows } from "./use-editable-rows";

const MOST_GROUPS = 10;

type Props = {
  groups: readonly ApproverGroup[];
  /** What they are groups of: "stage 1". */
  of: string;
  onChange: (groups: ApproverGroup[]) => void;
};

/** Groups of which any may decide; there is always one at least. */
export function GroupList({ groups, of, onChange }: Props) {
  const { rows, add } = useEditableRows(groups, onChange);
  return (
    <>
      <ul className="space-y-2">
        {rows.map(({ id, value, set, remove }, index) => (
          <GroupFields
            key={id}
            group={value}
            label={`Group ${index + 1} of ${of}`}
            onChange={set}
            onRemove={groups.length > 1 ? remove : undefined}
          />
        ))}
      </ul>
      {groups.length < MOST_GROUPS ? (
        <Button
          variant="quiet"
          size="sm"
          className="mt-1"
          aria-label={`Or from another group: ${of}`}
          onClick={() => add(groupOf("role"))}
        >
          Or from another group
        </Button>
      ) : null}
    </>
  );
}
