import type { AskName } from "@/lib/athena/questions/asks";
import { followKeys } from "@/lib/athena/questions/follow-keys";
import { type Known, knowMore } from "@/lib/athena/questions/known.types";
import { canonicalAddress } from "@/lib/core/address";
import { isInstanceId } from "@/lib/core/instance-id";

/** A row of an answer, by its columns; null where there is no value. */
export type AnswerRow = Readonly<Record<string, string | null>>;

const texts = (values: readonly (string | null | undefined)[]): string[] =>
  values.filter((value) => typeof value === "string");
const addressesIn = (rows: readonly AnswerRow[]) => texts(rows.map(({ address }) => canonicalAddress(address ?? "")));
const instancesIn = (rows: readonly AnswerRow[]) => texts(rows.map((row) => row.instance_id)).filter(isInstanceId);

/** What an answer adds to what is known. Answers hold what logs say: nothing but ids and addresses is taken from them. */
export function learn(ask: AskName, rows: readonly AnswerRow[], known: Known): Known {
  if (ask === "askers") {
    const own = rows.filter((row) => Number(row.answered) > 0 || known.instanceIds.includes(row.instance_id ?? ""));
    return knowMore(known, { instanceIds: instancesIn(own), ownAddresses: addressesIn(own) });
  }
  if (ask === "interfaces") {
    return knowMore(known, {
      interfaceIds: texts(rows.map((row) => row.interface_id)),
      instanceIds: instancesIn(rows),
      ownAddresses: addressesIn(rows),
    });
  }
  if (ask !== "sessions") return known;
  const steps = rows.flatMap(({ session_name: sessionName, access_key_id: accessKeyId, issued_key_id: issuedKeyId }) =>
    accessKeyId ? [{ sessionName: sessionName ?? "", accessKeyId, issuedKeyId: issuedKeyId ?? null }] : [],
  );
  const held = knowMore(known, {
    instanceIds: instancesIn(rows.filter((row) => known.interfaceIds.includes(row.interface_id ?? ""))),
  });
  return knowMore(held, { accessKeyIds: followKeys(steps, held.instanceIds, held.accessKeyIds) });
}

/**
 * Who asked from an address that was held, and from which other addresses an instance asked: one leads to the other, until
 * nothing new comes of it.
 */
export function learnAskers(askers: readonly AnswerRow[], known: Known): Known {
  let before = known;
  for (;;) {
    const held = new Set(before.ownAddresses);
    const instances = new Set(before.instanceIds);
    const own = askers.filter(
      ({ address, instance_id: id }) =>
        held.has(canonicalAddress(address ?? "") ?? "") || (id !== null && id !== undefined && instances.has(id)),
    );
    const after = knowMore(before, { instanceIds: instancesIn(own), ownAddresses: addressesIn(own) });
    const isSame =
      after.instanceIds.length === before.instanceIds.length &&
      after.ownAddresses.length === before.ownAddresses.length;
    if (isSame) return after;
    before = after;
  }
}
