import { route } from "@/lib/http/route";
import { importCalls } from "@/lib/imports/import-calls";

export const POST = route(importCalls);
