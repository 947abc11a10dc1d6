import { z } from "zod";
import { readInstant } from "@/lib/timeline/events/read-event-search";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const Instant = z.string().transform(readInstant).optional().catch(undefined);

/** The baseline that a URL asks for, half open; null where it asks for none or for no span. */
export const BaselineSearch = z
  .object({ basefrom: Instant, baseto: Instant })
  .transform(({ basefrom, baseto }): Piece | null =>
    basefrom !== undefined && baseto !== undefined && basefrom < baseto ? { fromMs: basefrom, toMs: baseto } : null,
  );
