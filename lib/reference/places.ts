import { Mmdb } from "@/lib/reference/mmdb";

/** Country and owner of an address, as far as a database tells. */
export interface Place {
  country: string | null;
  owner: { number: number | null; name: string | null } | null;
}

/** A database of the MaxMind DB format 2.0, whoever made it. */
export class Places {
  readonly #database: Mmdb;

  /** Throws for bytes that are no such database. */
  constructor(bytes: Buffer) {
    this.#database = new Mmdb(bytes);
  }

  /** Null for an address that the database does not know, or whose record cannot be read. */
  find(ip: string): Place | null {
    try {
      const found = this.#database.find(ip);
      return found === null ? null : placeOf(found);
    } catch {
      // A damaged record: nothing is known.
      return null;
    }
  }
}

const MOST_CHARACTERS = 200;
const at = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value.slice(0, MOST_CHARACTERS) : null);

/** The fields of MaxMind's own databases, and of others with flat names. */
function placeOf(record: unknown): Place {
  const country = at(record, "country") ?? at(record, "registered_country");
  const asn = at(record, "autonomous_system_number") ?? at(record, "asn");
  const number = Number(typeof asn === "string" ? asn.replace(/^AS/i, "") : asn);
  const name =
    text(at(record, "autonomous_system_organization")) ?? text(at(record, "as_name")) ?? text(at(record, "as_org"));
  const known = asn !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : null;
  return {
    country: text(at(country, "iso_code")) ?? text(country) ?? text(at(record, "country_code")),
    owner: known === null && name === null ? null : { number: known, name },
  };
}
