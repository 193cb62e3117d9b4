import { route } from "@/lib/http/route";
import { getLibraryEntry } from "@/lib/policy/get-library-entry";

export const GET = route(getLibraryEntry);
