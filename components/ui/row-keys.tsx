"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { plainKey } from "./plain-key";

/** J and K move the focus from row link to row link; Enter then follows it, as on any link. */
export function RowKeys({ children, className }: { children: ReactNode; className?: string }) {
  const box = useRef<HTMLDivElement>(null);
  // Keys pressed anywhere on the page are the outside system here.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = plainKey(event);
      if (key !== "j" && key !== "k") return;
      const links = [...(box.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
      const row = document.activeElement?.closest("[data-row]");
      const at = links.findIndex((link) => row?.contains(link));
      const next = key === "j" ? at + 1 : at < 0 ? 0 : at - 1;
      const target = links[Math.min(Math.max(next, 0), links.length - 1)];
      if (!target) return;
      event.preventDefault();
      target.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div ref={box} className={className}>
      {children}
    </div>
  );
}
