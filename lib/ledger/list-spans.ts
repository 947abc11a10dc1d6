import { isPrivateAddress } from "@/lib/core/address";
import { compareText } from "@/lib/core/compare-text";
import type { Gateways } from "@/lib/ledger/gateways";
import type { HoldingSpan } from "@/lib/ledger/ledger.types";
import { INSTANCE, interfaceKeyOf, parseAddressKey } from "@/lib/ledger/read-observations";
import type { HeldStretch } from "@/lib/ledger/resolve-holding";
import { clip } from "@/lib/ledger/stretches";

/** What is known of the holdings, before anyone reads it. */
export interface Holdings {
  interfaces: ReadonlyMap<string, HeldStretch[]>;
  /** By address key: interfaces, or instances where no interface is named. */
  addresses: ReadonlyMap<string, HeldStretch[]>;
  /** By address key: instances named with an address for which no interface is known. */
  named: ReadonlyMap<string, HeldStretch[]>;
  /** What contradicts them, under the same keys. */
  contested: { interfaces: ReadonlyMap<string, HeldStretch[]>; addresses: ReadonlyMap<string, HeldStretch[]> };
  gateways: Gateways;
  vpcOfInterface: ReadonlyMap<string, string>;
}

type Subject = Pick<HoldingSpan, "subjectKind" | "subject" | "vpcId">;
type Holder = Pick<HoldingSpan, "holderKind" | "holder">;

/** The bounds that people read: without the minutes that an end takes to have its effect. */
function shown<T extends HeldStretch>(stretch: T): T {
  return {
    ...stretch,
    fromMs: stretch.statedFromMs ?? stretch.fromMs,
    toMs: stretch.statedToMs ?? stretch.toMs,
  };
}

const TAKEN = "Taken to reach as far as nothing contradicts it";
const CONTESTED = "Records show this holder while the rest of the evidence gives it to another";

function toSpan(subject: Subject, holder: Holder, stretch: HeldStretch, contested = false): HoldingSpan {
  const stated = stretch.statedFromMs !== null || stretch.statedToMs !== null;
  const { fromMs, toMs, seenFromMs, seenToMs, proof, evidence } = shown(stretch);
  return {
    ...{ ...subject, ...holder, fromMs, toMs, seenFromMs, seenToMs, contested, proof, evidence },
    note: contested ? CONTESTED : stated || fromMs !== null ? null : TAKEN,
  };
}

function addressSubject(key: string): Subject {
  const { ip, vpcId } = parseAddressKey(key);
  return { subjectKind: isPrivateAddress(ip) ? "private-address" : "public-address", subject: ip, vpcId };
}

/** An interface's holder as the holder of its address: for as long as both were so. */
function throughInterface(outer: HeldStretch, inner: readonly HeldStretch[]): HeldStretch[] {
  return clip(shown(outer), inner.map(shown)).map((stretch) => {
    const seenFromMs = Math.max(outer.seenFromMs ?? Number.NaN, stretch.seenFromMs ?? Number.NaN);
    const seenToMs = Math.min(outer.seenToMs ?? Number.NaN, stretch.seenToMs ?? Number.NaN);
    const both = seenFromMs <= seenToMs ? { seenFromMs, seenToMs } : { seenFromMs: null, seenToMs: null };
    return { ...stretch, ...both, statedFromMs: null, statedToMs: null };
  });
}

/** The NAT gateway whose interface an address was on. */
function throughNat(subject: Subject, stretches: readonly HeldStretch[], { nats }: Gateways): HoldingSpan[] {
  return stretches.flatMap((stretch) => {
    const interfaceKey = interfaceKeyOf(stretch.holder);
    return [...nats.values()]
      .filter(({ interfaceIds }) => interfaceKey !== null && interfaceIds.has(interfaceKey))
      .flatMap((nat) => clip(nat, [shown(stretch)]).map((part) => ({ part, nat })))
      .map(({ part, nat }) => toSpan(subject, { holderKind: "nat-gateway", holder: nat.id }, part));
  });
}

function joined(spans: HoldingSpan[]): HoldingSpan[] {
  const result: HoldingSpan[] = [];
  for (const next of spans) {
    const last = result.at(-1);
    if (last && last.holder === next.holder && last.holderKind === next.holderKind && last.toMs === next.fromMs) {
      last.toMs = next.toMs;
      last.seenFromMs ??= next.seenFromMs;
      last.seenToMs = next.seenToMs ?? last.seenToMs;
    } else result.push({ ...next });
  }
  return result;
}

/** Every stretch of the ledger as a row for people to read, by subject and time. */
export function listSpans({
  interfaces,
  addresses,
  named,
  contested,
  gateways,
  vpcOfInterface,
}: Holdings): HoldingSpan[] {
  const spans: HoldingSpan[] = [];
  const interfaceSubject = (subject: string): Subject => ({
    ...{ subjectKind: "interface", subject, vpcId: vpcOfInterface.get(subject) ?? null },
  });
  const instance = (holder: string): Holder => ({ holderKind: "instance", holder });
  for (const [key, stretches] of interfaces) {
    for (const stretch of stretches) spans.push(toSpan(interfaceSubject(key), instance(stretch.holder), stretch));
  }
  for (const [key, stretches] of contested.interfaces) {
    for (const stretch of stretches) spans.push(toSpan(interfaceSubject(key), instance(stretch.holder), stretch, true));
  }
  for (const { id, interfaceIds, fromMs, toMs, proof } of gateways.nats.values()) {
    for (const interfaceId of interfaceIds) {
      spans.push({
        ...interfaceSubject(interfaceId),
        ...{ holderKind: "nat-gateway", holder: id, fromMs, toMs, seenFromMs: null, seenToMs: null, contested: false },
        ...{ proof: proof?.by ?? "assumed", evidence: proof?.evidence ?? null, note: fromMs === null ? TAKEN : null },
      });
    }
  }
  const interfaceHolder = (key: string): Holder => ({
    holderKind: gateways.kinds.has(key) ? "gateway" : "interface",
    holder: key,
  });
  const addressSpans = (key: string, stretches: readonly HeldStretch[], isContested: boolean) => {
    const subject = addressSubject(key);
    for (const stretch of stretches) {
      const interfaceKey = interfaceKeyOf(stretch.holder);
      if (interfaceKey === null) continue;
      spans.push(toSpan(subject, interfaceHolder(interfaceKey), stretch, isContested));
    }
  };
  for (const [key, stretches] of addresses) {
    addressSpans(key, stretches, false);
    const held = stretches.flatMap((stretch) => {
      const interfaceKey = interfaceKeyOf(stretch.holder);
      if (interfaceKey === null) return [{ ...stretch, holder: stretch.holder.slice(INSTANCE.length) }];
      return throughInterface(stretch, interfaces.get(interfaceKey) ?? []);
    });
    const asInstance = held.map((stretch) => toSpan(addressSubject(key), instance(stretch.holder), stretch));
    for (const span of joined(asInstance)) spans.push(span);
  }
  for (const [key, stretches] of addresses)
    for (const span of throughNat(addressSubject(key), stretches, gateways)) spans.push(span);
  for (const [key, stretches] of contested.addresses) addressSpans(key, stretches, true);
  for (const [key, stretches] of named) {
    for (const stretch of stretches) {
      spans.push(toSpan(addressSubject(key), instance(stretch.holder.slice(INSTANCE.length)), stretch));
    }
  }
  return spans.sort(
    (a, b) => compareText(a.subject, b.subject) || (a.fromMs ?? 0) - (b.fromMs ?? 0) || compareText(a.holder, b.holder),
  );
}
