/** An address as it is compared: without what may be written in two ways. Pure. */
export function endpointOf(address: string): string {
  if (!URL.canParse(address)) return address.slice(0, 1000);
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname.replace(/\/+$/, "")}`.slice(0, 1000);
}
