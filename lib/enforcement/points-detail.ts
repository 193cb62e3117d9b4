/** Private to this folder: the points of an order as the audit log holds them. */
import { createHash } from "node:crypto";
import type { Json } from "@/sdk/canonical";

const MOST_NAMED = 100;

/** By name while they are few. A fleet is held by its number and the digest of its ids: the order itself lists them. */
export function pointsDetail(points: readonly string[]): Json {
  if (points.length <= MOST_NAMED) return [...points];
  const digest = createHash("sha256").update(points.join("\n")).digest("hex");
  return { count: points.length, digest: `sha256:${digest}` };
}
