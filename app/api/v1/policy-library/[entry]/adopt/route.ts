import { route } from "@/lib/http/route";
import { adoptLibraryPolicy } from "@/lib/policy/adopt-library-policy";

export const POST = route(adoptLibraryPolicy);
