"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { plainKey } from "@/components/ui/plain-key";
import { flatNav, type NavGroup } from "./nav";
import { useShell } from "./shell-context";

const WAIT_MS = 1200;

/** Keys that work on every page: ⌘K, `?`, `/`, and `g` followed by a page's letter. */
export function Shortcuts({ groups }: { groups: readonly NavGroup[] }) {
  const router = useRouter();
  const { setPalette, setSheet } = useShell();
  // The keyboard is the outside system here.
  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY;
    const items = flatNav(groups);
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        setPalette(true);
        return;
      }
      const key = plainKey(event);
      if (key === null) return;
      const target = event.timeStamp - wentAt < WAIT_MS ? items.find((item) => item.letter === key) : undefined;
      wentAt = key === "g" && !target ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (target) router.push(target.href);
      else if (key === "?") setSheet(true);
      else if (key !== "/" || !focusSearch()) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [groups, router, setPalette, setSheet]);
  return null;
}

/** The search box of the page's filter bar, when it has one. */
function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>("[data-page-search]");
  box?.focus();
  return box !== null;
}
