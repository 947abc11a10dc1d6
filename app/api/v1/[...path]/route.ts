import { apiRoute } from "@/app/_guard/api-route";
import { answerRequest } from "@/lib/api/answer-request";

export const dynamic = "force-dynamic";

const answer = apiRoute(answerRequest);

export const GET = answer;
export const POST = answer;
