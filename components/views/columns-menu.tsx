"use client";

import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuCheckboxItem } from "@/components/ui/dropdown-menu";

type Props = {
  /** All that there are, in their order; the first is always shown. */
  columns: readonly { id: string; header: string }[];
  shown: readonly string[];
  onChange: (shown: string[]) => void;
};

/** Which columns a list shows. What is chosen stands in the address, so it is shared and kept with it. */
export function ColumnsMenu({ columns, shown, onChange }: Props) {
  const [first, ...others] = columns;
  const toggle = (id: string, on: boolean) =>
    onChange(
      columns.map((column) => column.id).filter((one) => one === first?.id || (one === id ? on : shown.includes(one))),
    );
  return (
    <DropdownMenu
      label="Columns"
      trigger={
        <Button variant="quiet">
          <Columns3 aria-hidden="true" />
          Columns
        </Button>
      }
    >
      {others.map(({ id, header }) => (
        <MenuCheckboxItem
          key={id}
          checked={shown.includes(id)}
          onCheckedChange={(on) => toggle(id, on === true)}
          onSelect={(event) => event.preventDefault()}
        >
          {header}
        </MenuCheckboxItem>
      ))}
    </DropdownMenu>
  );
}
