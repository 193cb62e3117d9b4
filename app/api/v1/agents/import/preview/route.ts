import { route } from "@/lib/http/route";
import { previewImport } from "@/lib/inventory/preview-import";

export const POST = route(previewImport);
