"use client";

import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { DialogFoot, DialogHead, veilClass } from "./dialog";

export type SheetProps = {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: "right" | "left";
  /** A peek leaves the page behind it readable and usable: no veil, no focus trap. */
  peek?: boolean;
};

/** A panel at the page's edge: a peek at a row, or a drawer of navigation. */
export function Sheet(props: SheetProps) {
  const { title, description, children, footer, trigger, open, onOpenChange, side = "right", peek = false } = props;
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange} modal={!peek}>
      {trigger ? <Primitive.Trigger asChild>{trigger}</Primitive.Trigger> : null}
      <Primitive.Portal>
        {peek ? null : <Primitive.Overlay className={veilClass} />}
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onInteractOutside={peek ? (event) => event.preventDefault() : undefined}
          className={cn(
            "fixed inset-y-0 z-50 flex w-full flex-col border-edge-soft bg-raised shadow-float focus:outline-none",
            "data-[state=open]:animate-arrive",
            side === "right" ? "right-0 border-l sm:max-w-xl" : "left-0 max-w-[18rem] border-r",
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
