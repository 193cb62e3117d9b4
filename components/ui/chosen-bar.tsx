import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

type ChosenBarProps = {
  /** What is chosen, for those who hear the page. */
  label: string;
  /** How many, and what stands in the way. */
  said: ReactNode;
  clear: () => void;
  /** What can be done with all of it. */
  children: ReactNode;
};

/** Below a list: what is chosen in it, and what can be done with that. It stays in sight while the list is scrolled. */
export function ChosenBar({ label, said, clear, children }: ChosenBarProps) {
  return (
    <section
      aria-label={label}
      className="sticky bottom-(--bottom-bar) z-20 -mx-4 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 border-rule border-t-[1.5px] bg-paper px-4 py-2.5 shadow-float sm:mx-0"
    >
      <p role="status" className="min-w-0 flex-1 basis-48 text-sm max-sm:basis-2/3">
        {said}
      </p>
      <Button variant="quiet" onClick={clear}>
        <X aria-hidden="true" />
        <span className="max-sm:sr-only">Drop the choice</span>
      </Button>
      {children}
    </section>
  );
}
