import { metadata } from "@/lib/authzen/metadata";

export const dynamic = "force-dynamic";

/** Public, as the standard wants it: it holds addresses and nothing of any organisation. */
export function GET(): Response {
  return Response.json(metadata(), { headers: { "cache-control": "public, max-age=300" } });
}
