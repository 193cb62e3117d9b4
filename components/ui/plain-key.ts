import { shortcutsOn } from "./shortcut-setting";

/** True where letters are typed, so that no shortcut may take them. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest("input, textarea, select, [contenteditable=''], [contenteditable=true], [role=textbox]") !== null
  );
}

/** The key of a single-letter shortcut, or null: while typing, with a modifier, in a dialog or menu, or when turned off. */
export function plainKey(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.repeat || event.metaKey || event.ctrlKey || event.altKey) return null;
  if (isTyping(event.target) || !shortcutsOn()) return null;
  if (document.querySelector("[role=dialog][data-state=open], [role=alertdialog][data-state=open], [role=menu]"))
    return null;
  return event.key;
}
