/** What every box that takes typing or choosing looks like. 16 px on phones, or iOS zooms the page on focus. */
export const controlClass = [
  "w-full rounded-md border border-edge bg-surface px-2.5 text-[1rem] text-ink sm:text-sm",
  "placeholder:text-faint hover:border-muted",
  "focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent/40",
  "disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-faint",
  "aria-invalid:border-deny aria-invalid:focus-visible:outline-deny/40",
].join(" ");
