import type { ReactNode } from "react";
import { cn } from "./cn";

export type PageHeaderProps = {
  title: ReactNode;
  /** Where this page hangs: a `<Breadcrumb>`. */
  trail?: ReactNode;
  description?: ReactNode;
  /** State words beside the title: badges, statuses. */
  status?: ReactNode;
  /** Small facts under the title: identifiers, owners, times. */
  meta?: ReactNode;
  /** The page's one primary act, and at most a few secondary ones. */
  actions?: ReactNode;
  /** Link tabs; they sit on the rule. */
  tabs?: ReactNode;
  className?: string;
};

/** The head of a page: what this is, how it stands, and what can be done. Closed by a ledger's double rule. */
export function PageHeader({ title, trail, description, status, meta, actions, tabs, className }: PageHeaderProps) {
  return (
    <header className={cn("mb-6", className)}>
      {trail ? <div className="mb-1.5">{trail}</div> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 break-words text-xl tracking-tight">{title}</h1>
            {status}
          </div>
          {description ? <p className="mt-1 max-w-[68ch] text-muted text-sm">{description}</p> : null}
          {meta ? (
            <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs">{meta}</div>
          ) : null}
        </div>
        {actions ? (
          <div data-print="hide" className="flex flex-wrap items-center gap-2">
            {actions}
          </div>
        ) : null}
      </div>
      <div className={cn("double-rule", tabs ? "mt-3" : "pt-4")}>{tabs}</div>
    </header>
  );
}

export type SectionProps = {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  id?: string;
  className?: string;
};

/** A titled part of a page. Sections are set apart by space and a hairline, not by boxes. */
export function Section({ title, description, actions, children, id, className }: SectionProps) {
  return (
    <section id={id} className={cn("mb-8", className)}>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 className="text-base">{title}</h2>
          {description ? <p className="max-w-[68ch] text-muted text-xs">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
