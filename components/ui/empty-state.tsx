import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type EmptyStateProps = {
  title: ReactNode;
  /** What will stand here, and how it gets here. */
  children?: ReactNode;
  icon?: ReactNode;
  /** The one act that ends the emptiness. */
  action?: ReactNode;
  className?: string;
};

/** Nothing here yet, and what to do about it. */
export function EmptyState({ title, children, icon, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn("flex flex-col items-start gap-3 border-line border-b px-1 py-8 sm:flex-row sm:gap-5", className)}
    >
      {icon ? <span className="text-faint [&_svg]:size-6">{icon}</span> : null}
      <div className="max-w-[60ch] flex-1">
        <p className="font-medium text-base">{title}</p>
        {children ? <div className="mt-1 text-muted text-sm">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}

type NoMatchProps = { what: string; clear: ReactNode; children?: ReactNode };

/** There is something, but not with these filters. `clear` is the link or button that drops them. */
export function NoMatch({ what, clear, children }: NoMatchProps) {
  return (
    <EmptyState title={`No ${what} match these filters`} icon={<SearchX aria-hidden="true" />} action={clear}>
      {children}
    </EmptyState>
  );
}
