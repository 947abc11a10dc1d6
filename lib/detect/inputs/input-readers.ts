import type { Inputs } from "@/lib/detect/inputs/inputs.types";
import { readChannels } from "@/lib/detect/inputs/read-channels";
import { readFlowSpan } from "@/lib/detect/inputs/read-flow-span";
import { readPopulation } from "@/lib/detect/inputs/read-population";
import type { RunContext } from "@/lib/detect/run-context";

export interface InputReader<Value> {
  /** What a person sees while it runs. */
  doing: string;
  /** It reads what `sumPeers` made: that runs before the first of these. */
  standsOnPeers?: boolean;
  read(context: RunContext): Promise<Value>;
}

/** How each input is read; a new input is one reader and one line here. In the order in which they run. */
export const INPUT_READERS: { [Name in keyof Inputs]: InputReader<Inputs[Name]> } = {
  flowSpan: { doing: "Reading the span of the flow logs", read: readFlowSpan },
  population: { doing: "Counting who talks to whom", standsOnPeers: true, read: readPopulation },
  channels: { doing: "Reading connections to the outside", standsOnPeers: true, read: readChannels },
};
