import { route } from "@/lib/http/route";
import { previewCalls } from "@/lib/imports/preview-calls";

export const POST = route(previewCalls);
