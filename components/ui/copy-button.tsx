"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";

type CopyButtonProps = {
  text: string;
  label: string;
  /** Shows the label as words. */
  words?: boolean;
  className?: string;
};

/** Copies a text and says whether that worked. */
export function CopyButton({ text, label, words = false, className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Browsers refuse without a secure origin or permission; the text itself stays selectable.
      setState("refused");
    }
  };
  const said = state === "copied" ? "Copied" : state === "refused" ? "The browser refused to copy" : "";
  return (
    <Button
      variant="quiet"
      size={words ? "sm" : "icon-sm"}
      className={className}
      onClick={copy}
      onBlur={() => setState("idle")}
      aria-label={words ? undefined : label}
      title={said || label}
    >
      {state === "copied" ? <Check aria-hidden="true" className="text-allow" /> : <Copy aria-hidden="true" />}
      {words ? said || label : null}
      <span role="status" className="sr-only">
        {said}
      </span>
    </Button>
  );
}
