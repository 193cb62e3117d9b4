import { route } from "@/lib/http/route";
import { previewLibraryPolicy } from "@/lib/policy/preview-library-policy";

export const POST = route(previewLibraryPolicy);
