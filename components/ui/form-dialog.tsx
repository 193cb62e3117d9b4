"use client";

import { useId } from "react";
import { Button } from "./button";
import { Dialog, DialogClose, type DialogProps } from "./dialog";

type FormDialogProps = Omit<DialogProps, "footer"> & {
  /** On the button that does it. */
  act: string;
  busy: boolean;
  /** Whether it can be done as it stands. */
  ready?: boolean;
  /** Never called while it is busy or not ready. */
  onSubmit: () => void;
};

/** A form in a dialog: its fields, a way out, and one act, by the button or by Enter. */
export function FormDialog({ act, busy, ready = true, onSubmit, children, ...dialog }: FormDialogProps) {
  const form = useId();
  return (
    <Dialog
      {...dialog}
      footer={
        <>
          <DialogClose>
            <Button className="max-sm:h-11">Cancel</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="primary" loading={busy} disabled={!ready} className="max-sm:h-11">
            {act}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
