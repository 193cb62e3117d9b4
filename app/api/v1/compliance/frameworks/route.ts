import { importFramework } from "@/lib/compliance/import-framework";
import { listFrameworks } from "@/lib/compliance/list-frameworks";
import { route } from "@/lib/http/route";

export const GET = route(listFrameworks);
export const POST = route(importFramework);
