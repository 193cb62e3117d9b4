/** What makes a combination toxic: something sensitive is read, and something goes out. */
import type { Cell } from "../hours";

/** Data classes whose leaving harms somebody. */
const sensitive: readonly string[] = ["confidential", "personal", "health", "payment", "secrets"];
export const sensitiveOf = (dataClasses: readonly string[]): string[] =>
  dataClasses.filter((one) => sensitive.includes(one));

export const READS: readonly string[] = ["read", "credential.use"];
export const SENDS = "data.export";

export const isRead = ({ effect, operationClass }: Cell): boolean =>
  effect === "allow" && READS.includes(operationClass);
/** Sent outside without anybody having been asked. */
export const isSent = ({ effect, operationClass, asked }: Cell): boolean =>
  effect === "allow" && operationClass === SENDS && !asked;

export const asi = ["ASI01", "ASI02", "ASI08"];
export const atlas = ["AML.T0086", "AML.T0053", "AML.T0051.001"];
