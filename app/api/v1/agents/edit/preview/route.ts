import { route } from "@/lib/http/route";
import { previewEdits } from "@/lib/inventory/preview-edits";

export const POST = route(previewEdits);
