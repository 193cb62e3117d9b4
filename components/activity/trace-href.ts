/** Where a trace is drawn. Pure. */
export const traceHref = (traceId: string): string => `/activity/traces/${encodeURIComponent(traceId)}`;
