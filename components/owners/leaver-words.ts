export const leaverHref = (id: string): string => `/agents/owners/${encodeURIComponent(id)}`;
