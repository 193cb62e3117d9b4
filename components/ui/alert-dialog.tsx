"use client";

import { AlertDialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { veilClass } from "./dialog";

export type AlertDialogProps = {
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  act: string;
  busy?: boolean;
  onConfirm: () => void;
};

/** A plain yes or no, for acts that can be undone. For those that stop something use `<ConfirmDanger>`. */
export function AlertDialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  act,
  busy,
  onConfirm,
}: AlertDialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Primitive.Trigger asChild>{trigger}</Primitive.Trigger> : null}
      <Primitive.Portal>
        <Primitive.Overlay className={veilClass} />
        <Primitive.Content className="fixed inset-x-3 top-[20dvh] z-50 mx-auto max-w-md rounded-lg border border-edge-soft bg-raised p-5 shadow-float focus:outline-none data-[state=open]:animate-arrive">
          <Primitive.Title className="text-lg tracking-tight">{title}</Primitive.Title>
          <Primitive.Description className="mt-1 text-muted text-sm">{description}</Primitive.Description>
          <div className="mt-5 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
            <Primitive.Cancel asChild>
              <Button>Cancel</Button>
            </Primitive.Cancel>
            <Button variant="primary" loading={busy} onClick={onConfirm}>
              {act}
            </Button>
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
