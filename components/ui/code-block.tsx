import type { ReactNode } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

type CodeBlockProps = {
  code: string;
  label: ReactNode;
  /** What is copied, when it differs from what is shown. */
  copyText?: string;
  wrap?: boolean;
  className?: string;
};

/** Text of ours for a terminal or a file, with a way to copy it. Never for text from agents: that is `<UntrustedText mono>`. */
export function CodeBlock({ code, label, copyText, wrap = false, className }: CodeBlockProps) {
  return (
    <figure className={cn("min-w-0 rounded-md border border-line bg-sunken", className)}>
      <figcaption className="flex min-h-8 items-center justify-between gap-2 border-line border-b pr-1 pl-3 text-muted text-xs">
        {label}
        <CopyButton text={copyText ?? code} label="Copy" words />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={cn(
          "overflow-x-auto px-3 py-2.5 font-mono text-xs leading-5 -outline-offset-2",
          wrap && "whitespace-pre-wrap break-all",
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}

/** A digest or id in a line of text: the start and end of it, the whole in the title and on the clipboard. */
export function Identifier({ value, keep = 8, copy = true }: { value: string; keep?: number; copy?: boolean }) {
  const [scheme, rest] = value.startsWith("sha256:") ? ["sha256:", value.slice(7)] : ["", value];
  const short = rest.length > keep * 2 + 1 ? `${scheme}${rest.slice(0, keep)}…${rest.slice(-4)}` : value;
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code title={value} className="cut font-mono text-xs">
        {short}
      </code>
      {copy ? <CopyButton text={value} label={`Copy ${value}`} className="size-6" /> : null}
    </span>
  );
}
