"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

export const veilClass = "fixed inset-0 z-50 bg-veil data-[state=open]:animate-arrive";

export type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Acts at the foot; the primary one last. */
  footer?: ReactNode;
  /** One element that opens it. Leave out when `open` is held elsewhere, for instance in the URL. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  size?: "md" | "lg";
};

/** A question that must be settled before going on. On phones it rises from the bottom edge. */
export function Dialog({
  title,
  description,
  children,
  footer,
  trigger,
  open,
  onOpenChange,
  size = "md",
}: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Primitive.Trigger asChild>{trigger}</Primitive.Trigger> : null}
      <Primitive.Portal>
        <Primitive.Overlay className={veilClass} />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col rounded-t-lg border border-edge-soft bg-raised shadow-float",
            "focus:outline-none data-[state=open]:animate-arrive",
            "sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:max-h-[80dvh] sm:w-full sm:-translate-x-1/2 sm:rounded-lg",
            size === "lg" ? "sm:max-w-2xl" : "sm:max-w-lg",
          )}
        >
          <DialogHead title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer ? <DialogFoot>{footer}</DialogFoot> : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export function DialogHead({ title, description }: { title: ReactNode; description?: ReactNode }) {
  return (
    <div className="flex items-start justify-between gap-4 px-5 pt-4">
      <div className="min-w-0">
        <Primitive.Title className="text-lg tracking-tight">{title}</Primitive.Title>
        {description ? (
          <Primitive.Description className="mt-0.5 text-muted text-sm">{description}</Primitive.Description>
        ) : null}
      </div>
      <Primitive.Close asChild>
        <Button variant="quiet" size="icon-sm" aria-label="Close" className="-mr-1.5">
          <X aria-hidden="true" />
        </Button>
      </Primitive.Close>
    </div>
  );
}

export function DialogFoot({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse gap-2 border-line border-t px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:flex-row sm:justify-end">
      {children}
    </div>
  );
}

/** Closes the dialog or sheet around it; its only child is the button. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Primitive.Close asChild>{children}</Primitive.Close>;
}
