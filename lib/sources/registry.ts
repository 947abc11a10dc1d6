import { cloudTrail } from "@/lib/sources/cloudtrail/cloudtrail";
import { s3Source } from "@/lib/sources/s3/s3-source";
import type { Source, SourceName } from "@/lib/sources/source.types";

/** What can be fetched, by name. */
export type Sources = Readonly<Partial<Record<SourceName, Source>>>;

/** Every source that a fetch may ask, in the order in which people are offered them. */
export const REGISTRY: Sources = { cloudtrail: cloudTrail, s3: s3Source };
