"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo, useOptimistic, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { filterHref } from "@/lib/client/url-filters";

type Filters = Record<string, string | number | boolean | undefined>;
type Bar = { values: Filters; pending: boolean; set: (change: Filters) => void };

const Context = createContext<Bar | null>(null);

export type FilterBarProps = {
  path: string;
  filters: Filters;
  /** Values that go without saying and are left out of the address. */
  defaults?: Filters;
  /** Names that narrow the list: when any is set, they can be cleared at once. */
  narrows: readonly string[];
  children: ReactNode;
  /** Stands at the end of the line: a count, a button. */
  aside?: ReactNode;
};

/** Filters in one line; the address holds their state, so that it can be shared, kept and gone back to. */
export function FilterBar({ path, filters, defaults, narrows, children, aside }: FilterBarProps) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [values, showAlready] = useOptimistic(filters, (now, change: Filters) => ({ ...now, ...change }));
  const bar = useMemo(
    () => ({
      values,
      pending,
      set: (change: Filters) =>
        start(() => {
          showAlready(change);
          router.replace(filterHref(path, filters, change, defaults), { scroll: false });
        }),
    }),
    [values, pending, showAlready, router, path, filters, defaults],
  );
  const narrowed = narrows.some((name) => values[name] !== undefined && values[name] !== "");
  const cleared = Object.fromEntries(narrows.map((name) => [name, undefined]));
  return (
    <Context value={bar}>
      <search aria-busy={pending} className="mb-4 block" data-print="hide">
        <div className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap">
          {children}
          {narrowed ? (
            <Button variant="quiet" asChild className="max-sm:col-span-2 max-sm:justify-self-start">
              <Link href={filterHref(path, filters, cleared, defaults)} scroll={false}>
                <X aria-hidden="true" />
                Clear filters
              </Link>
            </Button>
          ) : null}
          {aside ? <div className="max-sm:col-span-2 sm:ml-auto">{aside}</div> : null}
        </div>
      </search>
    </Context>
  );
}

function useBar(): Bar {
  const bar = useContext(Context);
  if (!bar) throw new Error("A filter stands outside <FilterBar>.");
  return bar;
}

type FilterProps = { name: string; label: string; className?: string };

export function SelectFilter({
  name,
  label,
  any,
  options,
  className,
}: FilterProps & {
  /** Words for "no filter"; left out when one is always set. */ any?: string;
  options: readonly { value: string; label: string }[];
}) {
  const { values, set } = useBar();
  const value = values[name];
  return (
    <Field label={label} hideLabel className={cn("min-w-0 sm:w-40", className)}>
      <Select
        value={value === undefined ? "" : String(value)}
        placeholder={any}
        options={options}
        onChange={(event) => set({ [name]: event.target.value || undefined })}
      />
    </Field>
  );
}

/** Applied with Enter or when it is left, so that the list does not jump at every letter. */
export function TextFilter({
  name,
  label,
  placeholder,
  mono,
  className,
}: FilterProps & { placeholder?: string; mono?: boolean }) {
  const { values, set } = useBar();
  const value = String(values[name] ?? "");
  const apply = (next: string) => {
    if (next.trim() !== value) set({ [name]: next.trim() || undefined });
  };
  return (
    <Field label={label} hideLabel className={cn("max-sm:col-span-2 sm:w-56", className)}>
      <Input
        key={value}
        type="search"
        mono={mono}
        defaultValue={value}
        placeholder={placeholder ?? label}
        maxLength={100}
        onBlur={(event) => apply(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") apply(event.currentTarget.value);
        }}
      />
    </Field>
  );
}
