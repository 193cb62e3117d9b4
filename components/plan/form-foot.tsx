import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog";

type Props = { form: string; label: string; loading: boolean; disabled?: boolean };

/** The foot of a dialog that holds a form: leave it, or send it. */
export const FormFoot = ({ form, label, loading, disabled = false }: Props) => (
  <>
    <DialogClose>
      <Button className="max-sm:h-11">Cancel</Button>
    </DialogClose>
    <Button variant="primary" type="submit" form={form} disabled={disabled} loading={loading} className="max-sm:h-11">
      {label}
    </Button>
  </>
);
