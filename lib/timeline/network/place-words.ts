import type { AddressLabel } from "@/lib/reference/reference.types";

/** What the reference data say of an address but for lists, in a few words; empty where they say nothing. */
export function placeWords({ aws, country, owner }: AddressLabel): string {
  const parts = [
    aws === null ? null : `AWS ${aws.services.join(", ")} ${aws.region}`,
    country,
    owner === null ? null : [owner.number === null ? null : `AS${owner.number}`, owner.name].filter(Boolean).join(" "),
  ];
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}
