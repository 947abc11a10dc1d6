import type { Inputs } from "@/lib/detect/inputs/inputs.types";
import { readCallUses } from "@/lib/detect/inputs/read-call-uses";
import {
  readFirstContact,
  readFirstSeen,
  readNeighbours,
  readOtherServices,
  readUploads,
} from "@/lib/detect/inputs/read-contacts";
import { readFlowSpan } from "@/lib/detect/inputs/read-flow-span";
import { readDomainLookups, readFirewallHits, readNewDomains } from "@/lib/detect/inputs/read-lookups";
import { readMissingHours } from "@/lib/detect/inputs/read-missing-hours";
import { readDataHours, readNotableCalls } from "@/lib/detect/inputs/read-notable-calls";
import { readPopulation } from "@/lib/detect/inputs/read-population";
import { readSentHours } from "@/lib/detect/inputs/read-sent-hours";
import { readFailedTries, readRefusedMinutes } from "@/lib/detect/inputs/read-tries";
import { readUnnamedContacts } from "@/lib/detect/inputs/read-unnamed-contacts";
import type { RunContext } from "@/lib/detect/run-context";

interface InputReader<Value> {
  /** What a person sees while it runs. */
  doing: string;
  read(context: RunContext): Promise<Value>;
}

/** Inputs that are read whole, once a run; the rest come some at a time. */
export type WholeInput = Exclude<keyof Inputs, "channels">;

/** How each input is read; a new input is one reader and one line here. In the order in which they run, but that those come first that are read beside connections to the outside. */
export const INPUT_READERS: { [Name in WholeInput]: InputReader<Inputs[Name]> } = {
  flowSpan: { doing: "Reading the span of the flow logs", read: readFlowSpan },
  population: { doing: "Counting who talks to whom", read: readPopulation },
  firstSeen: { doing: "Reading when interfaces were first seen", read: readFirstSeen },
  firstContact: { doing: "Reading first contacts", read: readFirstContact },
  uploads: { doing: "Reading what was sent outside", read: readUploads },
  sentHours: { doing: "Reading what was sent by hour", read: readSentHours },
  neighbours: { doing: "Reading contacts inside the network", read: readNeighbours },
  otherServices: { doing: "Reading other services outside", read: readOtherServices },
  refusedMinutes: { doing: "Counting refused tries", read: readRefusedMinutes },
  failedTries: { doing: "Reading failed tries", read: readFailedTries },
  unnamedContacts: { doing: "Reading contacts that no lookup names", read: readUnnamedContacts },
  callUses: { doing: "Reading where credentials were used", read: readCallUses },
  notableCalls: { doing: "Reading calls that change who may do what", read: readNotableCalls },
  dataHours: { doing: "Counting calls that read data", read: readDataHours },
  domainLookups: { doing: "Reading names by domain", read: readDomainLookups },
  newDomains: { doing: "Reading new domains", read: readNewDomains },
  missingHours: { doing: "Counting names that do not exist", read: readMissingHours },
  firewallHits: { doing: "Reading the resolver's firewall", read: readFirewallHits },
};
