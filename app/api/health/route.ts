/** Public: the process lives. It asks nobody else, so that a database that is away does not get the process restarted. */
export const dynamic = "force-dynamic";

export const GET = (): Response => Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
