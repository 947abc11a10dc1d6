import type { Detector } from "@/lib/detect/detector.types";
import { madeChance } from "@/lib/detect/detectors/made-up-flows";
import { newDomains } from "@/lib/detect/detectors/made-up-lookups";

/** Letters that look like chance, the same every time. */
function letters(seed: number, count: number): string {
  return Array.from({ length: count }, (_, n) =>
    String.fromCharCode(97 + Math.floor(madeChance(seed * 31 + n) * 26)),
  ).join("");
}

const MADE = Array.from({ length: 60 }, (_, n) => letters(n, 12));
const ENDINGS = ["com", "net", "org", "info", "biz"];
const dotted = MADE.map((label, n) => `${label}.${ENDINGS[n % ENDINGS.length]}`);
const always = () => true;
const WORDS = [
  "golden",
  "river",
  "market",
  "cloud",
  "paper",
  "school",
  "travel",
  "garden",
  "health",
  "motor",
  "silver",
];
const TYPED = WORDS.flatMap((one) => WORDS.slice(0, 4).map((other) => `${one}${other}.com`));

export const generatedNamesExamples: Detector<"newDomains">["examples"] = {
  fires: [
    {
      name: "sixty domains of chance letters, of which two exist",
      input: { newDomains: [newDomains(dotted, (n) => n % 30 !== 7)] },
    },
    {
      name: "twenty in twenty minutes, half of them there",
      input: { newDomains: [newDomains(dotted.slice(0, 20), (n) => n % 2 === 0)] },
    },
    {
      name: "letters and digits in turn",
      input: {
        newDomains: [
          newDomains(
            Array.from({ length: 15 }, (_, n) => `a${n}x7q${n}k2m9.net`),
            always,
          ),
        ],
      },
    },
  ],
  silent: [
    { name: "domains mistyped and made of words", input: { newDomains: [newDomains(TYPED, always)] } },
    {
      name: "hosts of content networks, storage and load balancers: one domain each",
      input: {
        newDomains: [
          newDomains(
            MADE.flatMap((label) => [
              `d${label}.cloudfront.net`,
              `${label}.s3.eu-west-1.amazonaws.com`,
              `internal-${label}-123456.eu-west-1.elb.amazonaws.com`,
              `${label}.akamaiedge.net`,
            ]),
            always,
          ),
        ],
      },
    },
    {
      name: "a browser's three names of chance under each suffix of a search list, and inside the network",
      input: {
        newDomains: [
          newDomains(
            MADE.flatMap((label) => [`${label}.corp.example`, `${label}.ec2.internal`, `${label}.lan`, label]),
            always,
          ),
        ],
      },
    },
    {
      name: "brands without words that exist",
      input: { newDomains: [newDomains(dotted, () => false)] },
    },
    { name: "six of them", input: { newDomains: [newDomains(dotted.slice(0, 6), always)] } },
    { name: "sixty over a month, one every twelve hours", input: { newDomains: [newDomains(dotted, always, 720)] } },
    {
      name: "names in other scripts",
      input: {
        newDomains: [
          newDomains(
            MADE.map((label) => `xn--${label}-kva.com`),
            always,
          ),
        ],
      },
    },
  ],
};
