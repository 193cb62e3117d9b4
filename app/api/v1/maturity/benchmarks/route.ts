import { route } from "@/lib/http/route";
import { listBenchmarks } from "@/lib/maturity/list-benchmarks";

export const GET = route(listBenchmarks);
