import { serveLive } from "@/lib/http/serve-live";

export const dynamic = "force-dynamic";

export const GET = serveLive;
