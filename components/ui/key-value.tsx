import { Fragment, type ReactNode } from "react";
import { cn } from "./cn";

export type KeyValueItem = { label: ReactNode; value: ReactNode; mono?: boolean };

/** Facts as a ledger: label left, value right, a hairline under each. `columns` fits two ledgers side by side on wide pages. */
export function KeyValue({
  items,
  columns = 1,
  className,
}: {
  items: readonly KeyValueItem[];
  columns?: 1 | 2;
  className?: string;
}) {
  return (
    <div className={cn("@container", className)}>
      <dl
        className={cn(
          "grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] border-line border-t",
          columns === 2 &&
            "@3xl:grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)_minmax(6rem,max-content)_minmax(0,1fr)]",
        )}
      >
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of facts; labels may be nodes and cannot serve as keys
          <Fragment key={index}>
            <dt className="border-line border-b py-1.5 pr-6 text-muted text-sm">{item.label}</dt>
            <dd
              className={cn(
                "min-w-0 break-words border-line border-b py-1.5 pr-6 text-sm",
                item.mono && "font-mono text-xs leading-5",
              )}
            >
              {item.value}
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}
