import type { ReportBlock } from "@/lib/report/report-block.types";

const HOW: [label: string, items: string[]][] = [
  [
    "How bytes are counted",
    [
      "Bytes and packets are those of accepted flow records whose far end is the flagged address; what was rejected is counted as records and moves no bytes.",
      "A record that stands in several files, or that two logs of one interface both hold, counts once. A packet seen at two interfaces of one path counts at the instance's own.",
      "The far end is read from the packet's own addresses where the log gives them, so that traffic through a NAT gateway is the instance's that sent it.",
      "A log without a column of bytes adds records and no bytes: sums are then a lower bound, and the report says so. Unknown is never written as zero.",
      "Flow logs count what the network carried at the interface, headers included, over the window as the record begins in it.",
    ],
  ],
  [
    "How records find their instance",
    [
      "An interface, address or access key is an instance's for the time that descriptions, API calls, records and findings show it to be; where they disagree, the report says so.",
      "A lookup is an instance's where the resolver's log names it or its address in the VPC; a call is an instance's where its session's credentials were delivered to that instance.",
    ],
  ],
  [
    "What a negative is worth",
    [
      "That something is not in the evidence means no more than the logs cover: each negative names the time for which they are there.",
    ],
  ],
  [
    "How to check this",
    [
      "Every footnote names a file by its SHA-256 and a record by its number in it, 1 for the first. The number counts records, not lines: headers and blank lines have none.",
    ],
  ],
];

/** How the numbers of a report come about, in sentences that a reader can hold it to. */
export function methodBlocks(): ReportBlock[] {
  return HOW.map(([label, items]) => ({ kind: "list", label, items }));
}
