"use client";

import { Send } from "lucide-react";
import { Button } from "./button";
import { DialogClose } from "./dialog";

type Props = {
  /** What is sent before anything is saved: "Send test message". */
  attempt: string;
  trying: boolean;
  onTry: () => void;
  save: string;
  saving: boolean;
};

/** The last row of a dialog whose settings can be tried before they are saved. It stays in sight however long the form is. */
export function TryAndSave({ attempt, trying, onTry, save, saving }: Props) {
  return (
    <div className="-mx-5 -mb-4 sticky -bottom-4 flex flex-wrap items-center gap-2 border-line border-t bg-raised px-5 py-3">
      <Button loading={trying} className="mr-auto" onClick={onTry}>
        <Send aria-hidden="true" />
        {attempt}
      </Button>
      <DialogClose>
        <Button>Cancel</Button>
      </DialogClose>
      <Button type="submit" variant="primary" loading={saving}>
        {save}
      </Button>
    </div>
  );
}
