"use client";

import type { ReactNode } from "react";

/** Says changes of live data to screen readers, politely. Put only the short sentence inside, not the data. */
export function LiveRegion({ children, urgent = false }: { children: ReactNode; urgent?: boolean }) {
  return (
    <div role={urgent ? "alert" : "status"} aria-live={urgent ? "assertive" : "polite"} className="sr-only">
      {children}
    </div>
  );
}
