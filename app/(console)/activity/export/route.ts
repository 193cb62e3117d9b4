import { exportCalls } from "@/lib/http/export-calls";

export const dynamic = "force-dynamic";

export const GET = (request: Request): Promise<Response> => exportCalls(request);
