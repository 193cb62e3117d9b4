import { cn } from "./cn";

/** A place held while something loads. Give it the size of what will come, so that nothing moves. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("block h-3 animate-breathe rounded-xs bg-line", className)} />;
}

/** A heading, a row of figures and a table, for a route's loading.tsx. */
export function PageSkeleton({ label = "Loading" }: { label?: string }) {
  return (
    <div role="status" aria-label={label}>
      <Skeleton className="h-6 w-48" />
      <Skeleton className="mt-3 h-3 w-80 max-w-full" />
      <div className="double-rule mt-5 mb-6" />
      {[0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-line border-b">
          <Skeleton className="w-1/4" />
          <Skeleton className="w-1/6" />
          <Skeleton className="w-1/3" />
        </div>
      ))}
    </div>
  );
}
