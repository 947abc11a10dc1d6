"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { ReadNotices, readNotices } from "@/lib/notices/read-notices";

export const readNoticesAction = guardedAction(ReadNotices, readNotices);
