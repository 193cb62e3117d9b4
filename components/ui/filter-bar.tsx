"use client";

import { ChevronDown, Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { controlClass } from "./control";
import { DropdownMenu, MenuCheckboxItem, MenuLabel } from "./dropdown-menu";
import { formatCount } from "./format-number";

export type FacetOption = { value: string; label: string; count?: number };
export type Facet = {
  id: string;
  label: string;
  options: readonly FacetOption[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** Choosing one drops the other. */
  single?: boolean;
  /** What is to be known of its counts. */
  note?: string;
};

export type FilterBarProps = {
  /** What stands before everything else, such as the time. */
  first?: Facet;
  search?: { value: string; onChange: (value: string) => void; placeholder: string };
  facets?: readonly Facet[];
  onClear?: () => void;
  /** How many match, and what else belongs at the right end. */
  children?: ReactNode;
  className?: string;
};

/** Search and facets. It holds nothing: values come in and changes go out, so the page keeps them in its address. */
export function FilterBar({ first, search, facets = [], onClear, children, className }: FilterBarProps) {
  const active = Boolean(search?.value) || facets.some((facet) => facet.value.length > 0);
  return (
    <search data-print="hide" className={cn("mb-3 flex flex-wrap items-center gap-2", className)}>
      {first ? <FacetMenu facet={first} /> : null}
      {search ? <SearchBox key="search" {...search} /> : null}
      {facets.map((facet) => (
        <FacetMenu key={facet.id} facet={facet} />
      ))}
      {active && onClear ? (
        <Button variant="quiet" onClick={onClear}>
          <X aria-hidden="true" />
          Clear
        </Button>
      ) : null}
      {children ? (
        <div className="ml-auto flex flex-wrap items-center justify-end gap-2 text-muted text-xs">{children}</div>
      ) : null}
    </search>
  );
}

const SETTLE_MS = 250;

/** Types freely and reports once the typing rests. */
function SearchBox({
  value,
  onChange,
  placeholder,
}: {
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
}) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed by other means (back button, "clear"): it wins over what stands in the box.
  if (value !== told) {
    setTold(value);
    setTyped(value);
  }
  // A pending report must not fire after the box is gone.
  useEffect(() => () => clearTimeout(timer.current), []);
  const report = (next: string) => {
    clearTimeout(timer.current);
    setTold(next);
    onChange(next);
  };
  return (
    <form
      className="relative w-full sm:w-64"
      onSubmit={(event) => {
        event.preventDefault();
        report(typed);
      }}
    >
      <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        type="search"
        data-page-search=""
        aria-label={placeholder}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          const next = event.target.value;
          setTyped(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => report(next), SETTLE_MS);
        }}
        className={cn(controlClass, "h-8 pl-8 [&::-webkit-search-cancel-button]:hidden")}
      />
    </form>
  );
}

function FacetMenu({ facet }: { facet: Facet }) {
  const { label, options, value, onChange, single, note } = facet;
  const chosen = options.filter((option) => value.includes(option.value)).map((option) => option.label);
  const toggle = (option: string, on: boolean) => {
    if (single) onChange(on ? [option] : []);
    else onChange(on ? [...value, option] : value.filter((each) => each !== option));
  };
  return (
    <DropdownMenu
      align="start"
      label={label}
      trigger={
        <Button className={cn("font-normal", chosen.length > 0 && "border-accent bg-accent-soft hover:bg-accent-soft")}>
          <span className={chosen.length > 0 ? "text-ink" : "text-muted"}>
            {label}
            {chosen.length > 0 ? ":" : null}
          </span>
          {chosen.length > 0 ? (
            <span className="max-w-40 truncate font-medium">
              {chosen.length > 2 ? `${chosen.length} chosen` : chosen.join(", ")}
            </span>
          ) : null}
          <ChevronDown aria-hidden="true" className="text-faint" />
        </Button>
      }
    >
      {note ? <MenuLabel className="max-w-64">{note}</MenuLabel> : null}
      {options.map((option) => (
        <MenuCheckboxItem
          key={option.value}
          checked={value.includes(option.value)}
          onCheckedChange={(on) => toggle(option.value, on === true)}
        >
          {option.label}
          {option.count === undefined ? null : (
            <span className="text-faint text-xs tabular-nums">{formatCount(option.count)}</span>
          )}
        </MenuCheckboxItem>
      ))}
    </DropdownMenu>
  );
}
