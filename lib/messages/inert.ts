import { plainName } from "@/lib/shared/plain-name";

/**
 * Names of agents and tools may be somebody else's words, and mail programs make links of whatever looks like an address:
 * dots, colons and at signs are put so that nothing does.
 */
export const inert = (name: string): string =>
  plainName(name)
    .replaceAll("://", "[:]//")
    .replaceAll("@", "[at]")
    .replace(/(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu, "[.]");
