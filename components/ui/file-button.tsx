"use client";

import { Upload } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "./button";

type FileButtonProps = {
  /** The words on the button. */
  children: ReactNode;
  /** What the file is, for screen readers. */
  label: string;
  /** As the browser's own file field takes it: endings and media types. */
  accept: string;
  onFile: (file: File) => void;
};

/** Opens the browser's file chooser; the same file can be chosen again after it was changed. */
export function FileButton({ children, label, accept, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="sm" onClick={() => input.current?.click()}>
        <Upload aria-hidden="true" />
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}
