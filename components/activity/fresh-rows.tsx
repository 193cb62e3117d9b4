"use client";

import type { MouseEvent } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

type FreshRowsProps = {
  count: number;
  what: string;
  /** There may be more than are counted. */
  orMore?: boolean;
  show: () => void;
  /** A panel covers the right of the list. */
  beside: boolean;
};

/** What came while the list was held in place. It floats, so that its coming does not push the rows down either. */
export function FreshRows({ count, what, orMore, show, beside }: FreshRowsProps) {
  return (
    <div
      role="status"
      className={cn(
        "pointer-events-none sticky top-[calc(var(--top-bar)+2.25rem)] z-20 h-0",
        beside ? "pl-8 text-left" : "text-center",
      )}
    >
      {count > 0 ? (
        <Button size="sm" onClick={show} className="pointer-events-auto animate-arrive border-accent shadow-float">
          {count}
          {orMore ? " or more" : null} new {what} — show
        </Button>
      ) : null}
    </div>
  );
}

/** Back to the row of what was read beside the list, so that the keyboard goes on from there. */
export function focusRow(box: HTMLElement | null, id: string | null): void {
  const links = [...(box?.querySelectorAll<HTMLAnchorElement>("a[data-row-link]") ?? [])];
  links.find((link) => new URL(link.href).searchParams.get("peek") === id)?.focus();
}

/** A plain click opens the row beside the list without asking the server for the page again; new tabs follow the link. */
export function openHere(event: MouseEvent, setPeek: (id: string | null) => Promise<unknown>): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-row-link]") : null;
  const id = link ? new URL(link.href).searchParams.get("peek") : null;
  if (!id) return;
  event.preventDefault();
  void setPeek(id);
}
