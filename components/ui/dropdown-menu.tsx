"use client";

import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export const menuClass =
  "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-md border border-edge-soft bg-raised p-1 text-ink text-sm shadow-float data-[state=open]:animate-arrive";
const itemClass =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:text-faint [&_svg]:size-4 [&_svg]:shrink-0";

type MenuProps = {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  label?: string;
  className?: string;
};

/** A menu of acts behind a button. `trigger` is one element that takes a ref, such as `<Button>`. */
export function DropdownMenu({ trigger, children, align = "end", label, className }: MenuProps) {
  return (
    // Not modal: a modal menu hides the whole page from screen readers while its focusable parts stay in the tab order.
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={cn(menuClass, className)}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

type ItemProps = ComponentProps<typeof Primitive.Item> & { icon?: LucideIcon; danger?: boolean };

/** One act. With `asChild`, its only child is a link. */
export function MenuItem({ icon: Icon, danger, className, children, asChild, ...rest }: ItemProps) {
  const classes = cn(itemClass, danger && "text-deny data-[highlighted]:bg-deny-soft", className);
  if (asChild) {
    return (
      <Primitive.Item asChild className={classes} {...rest}>
        {children}
      </Primitive.Item>
    );
  }
  return (
    <Primitive.Item className={classes} {...rest}>
      {Icon ? <Icon aria-hidden="true" className={danger ? undefined : "text-muted"} /> : null}
      {children}
    </Primitive.Item>
  );
}

/** A choice that stays open, so that several can be made. */
export function MenuCheckboxItem({ className, children, ...rest }: ComponentProps<typeof Primitive.CheckboxItem>) {
  return (
    <Primitive.CheckboxItem
      className={cn(itemClass, "justify-between", className)}
      onSelect={(event) => event.preventDefault()}
      {...rest}
    >
      <span className="flex min-w-0 flex-1 items-center justify-between gap-4">{children}</span>
      <span className="grid size-4 place-items-center">
        <Primitive.ItemIndicator>
          <Check aria-hidden="true" className="text-accent" />
        </Primitive.ItemIndicator>
      </span>
    </Primitive.CheckboxItem>
  );
}

export function MenuLabel({ children, className }: { children: ReactNode; className?: string }) {
  return <Primitive.Label className={cn("px-2 py-1.5 text-faint text-xs", className)}>{children}</Primitive.Label>;
}

export function MenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 h-px bg-line" />;
}
