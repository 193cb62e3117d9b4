import { CircleAlert, Info, Pause, ShieldQuestionMark } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const looks = {
  note: { icon: Info, edge: "border-accent", ink: "text-accent" },
  hold: { icon: Pause, edge: "border-hold", ink: "text-hold" },
  deny: { icon: CircleAlert, edge: "border-deny", ink: "text-deny" },
  unknown: { icon: ShieldQuestionMark, edge: "border-unknown", ink: "text-unknown" },
} as const;

type CalloutProps = {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** Something to know before reading on. A margin rule, not a box. */
export function Callout({ tone = "note", title, children, action, className }: CalloutProps) {
  const { icon: Icon, edge, ink } = looks[tone];
  return (
    <div
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 border-l-2 bg-sunken py-2.5 pr-3 pl-3",
        edge,
        className,
      )}
    >
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", ink)} />
      <div className="min-w-0 flex-1 basis-60 text-sm">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={cn("break-words", title ? "text-muted" : undefined)}>{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
