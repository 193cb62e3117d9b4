import type { ReactNode } from "react";

/** The head of a page before the gate. */
export function AuthHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="double-rule mb-6 pb-4">
      <h1 className="text-2xl tracking-tight">{title}</h1>
      {children ? <div className="mt-1.5 text-muted text-sm">{children}</div> : null}
    </div>
  );
}
