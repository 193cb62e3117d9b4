import { cn } from "./cn";

/** At most two letters: of the first and last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase("en") ?? "").join("");
}

/** A person, by initials. Square is for machines, round for people. */
export function Avatar({ name, size = "md", className }: { name: string; size?: "sm" | "md"; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "inline-grid shrink-0 place-items-center rounded-full border border-edge-soft bg-sunken font-medium text-muted",
        size === "sm" ? "size-5 text-[0.5625rem]" : "size-7 text-2xs",
        className,
      )}
    >
      {initials(name) || "?"}
    </span>
  );
}
