import type { CaseData } from "@/lib/report/case-data.types";
import { findMaskedValues } from "@/lib/report/mask/find-masked-values";
import { type Bound, WordTrie } from "@/lib/report/mask/word-trie";
import type { ReportSettings } from "@/lib/report/report-settings";

/** From this length on a value is masked inside longer words as well; shorter ones are masked as words of their own. */
const LONG = 8;

/**
 * The case and the words that people wrote for its report, with every value of the chosen fields masked before any format
 * is made: the same value has the same mask in all of them.
 */
export function maskCase(
  data: CaseData,
  settings: ReportSettings,
): { data: CaseData; settings: ReportSettings; masks: ReadonlyMap<string, string> } {
  if (settings.masked.length === 0) return { data, settings, masks: new Map() };
  const masks = findMaskedValues(data, settings.masked);
  const mask = maskerOf(masks);
  const { zone, logo, sections, masked } = settings;
  return {
    data: {
      ...maskTexts(data, mask),
      // The names of figures are JSON of what they are about, in which a text may look different.
      figures: Object.fromEntries(
        Object.entries(data.figures).map(([name, refs]) => [JSON.stringify(maskTexts(JSON.parse(name), mask)), refs]),
      ),
    },
    settings: {
      ...{ zone, logo, sections, masked },
      classification: mask(settings.classification),
      summary: mask(settings.summary),
    },
    masks,
  };
}

/** Replaces every masked value of a text, the longest first, in either case. */
export function maskerOf(masks: ReadonlyMap<string, string>): (text: string) => string {
  const trie = new WordTrie<string>();
  for (const [value, mask] of masks) trie.add(value, mask, boundOf(value));
  return (text) => trie.replace(text);
}

/** An address is not masked inside a longer one, nor a short word inside another word. */
function boundOf(value: string): Bound {
  if (/^\d{1,3}([.-]\d{1,3}){3}$/.test(value)) return IN_NO_ADDRESS;
  if (/\.(in-addr|ip6)\.arpa$/.test(value)) return (before) => !/[\d.a-f]/i.test(before);
  return value.length < LONG || value.includes(":") ? IN_NO_WORD : ANYWHERE;
}

const ANYWHERE: Bound = () => true;
const IN_NO_WORD: Bound = (before, after) => !/[\p{L}\p{N}:]/u.test(before) && !/^[\p{L}\p{N}:]/u.test(after);
const IN_NO_ADDRESS: Bound = (before, after) => !/[\d.]/.test(before) && !/^\.?\d/.test(after);

/** Words of the documents' own form: a role that is called so hides nothing by it. */
const OWN_WORDS = new Set([
  ..."flow dns api finding detection recorded no-data skipped absent instance indicator unknown known assumed address name user chart bytes count flag rest open closed low medium high critical vpc-flow tgw-flow cloudtrail".split(
    " ",
  ),
  // Of what people wrote down.
  ..."pin tag colour task hypothesis for against supported refuted accepted rejected doing done dropped".split(" "),
  ...["thread of comments", "manual event"],
]);

function maskTexts<T>(value: T, mask: (text: string) => string): T {
  if (typeof value === "string") return (OWN_WORDS.has(value) ? value : mask(value)) as T;
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask)) as T;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(([name, member]) => [
      /^[a-zA-Z]+$/.test(name) ? name : mask(name),
      maskTexts(member, mask),
    ]);
    return Object.fromEntries(entries) as T;
  }
  return value;
}
