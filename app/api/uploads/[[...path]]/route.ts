import { guardedRoute } from "@/app/_guard/guarded-route";
import { receiveUpload } from "./receive-upload";

export const dynamic = "force-dynamic";

const answer = guardedRoute((request, _context, person) => receiveUpload(request, person));

export const POST = answer;
export const HEAD = answer;
export const PATCH = answer;
export const DELETE = answer;
