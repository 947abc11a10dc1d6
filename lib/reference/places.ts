import { Reader, type Response } from "mmdb-lib";

/** Country and owner of an address, as far as a database tells. */
export interface Place {
  country: string | null;
  owner: { number: number | null; name: string | null } | null;
}

// A record refers to others; one that is made to unfold for ever is given up.
const MOST_REFERENCES = 2_000;

/** A database of the MaxMind DB format 2.0, whoever made it. */
export class Places {
  readonly #reader: Reader<Response>;
  #references = 0;

  /** Throws for bytes that are no such database. */
  constructor(bytes: Buffer) {
    this.#reader = new Reader(bytes, {
      cache: {
        get: () => {
          if (++this.#references > MOST_REFERENCES) throw new Error("a record with too many references");
          return undefined;
        },
        set: () => undefined,
      },
    });
  }

  get about(): { type: string; madeMs: number; nodes: number } {
    const { databaseType, buildEpoch, nodeCount } = this.#reader.metadata;
    return { type: String(databaseType).slice(0, 100), madeMs: buildEpoch.getTime(), nodes: nodeCount };
  }

  /** Null for an address that the database does not know, or whose record cannot be read. */
  find(ip: string): Place | null {
    this.#references = 0;
    try {
      const found: unknown = this.#reader.get(ip);
      return found === null ? null : placeOf(found);
    } catch {
      // An IPv6 address in a database of IPv4, or a damaged record: nothing is known.
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
