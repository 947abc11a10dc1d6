import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Span } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import { authenticityWords } from "@/lib/custody/trail/chain-words";
import { baseName } from "@/lib/custody/trail/digest-name";
import type { ChainReport, NamedFile } from "@/lib/custody/trail/trail.types";

const SHOWN = 10;
const GAPS = { missing: "digests missing", restarted: "logging or its validation was off" };

/** What CloudTrail's own digests vouch for, one row a trail and region. */
export function TrailChains({ chains }: { chains: readonly ChainReport[] }) {
  if (chains.length === 0) return null;
  return (
    <Card title="CloudTrail digests" note="whether the log files are those that CloudTrail delivered">
      <ul className="divide-y divide-soft">
        {chains.map((chain) => (
          <Chain key={chain.chain} chain={chain} />
        ))}
      </ul>
    </Card>
  );
}

function Chain({ chain }: { chain: ChainReport }) {
  const { signatures, broken, gaps, missing, differing } = chain;
  const isSound = differing.length + broken.length + signatures.wrong === 0;
  const isWhole = gaps.length + missing.length === 0;
  const isSigned = signatures.verified === chain.digests;
  return (
    <li className="grid gap-1.5 px-3.5 py-2.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{visibleText(chain.trail)}</span>
        <span className="mono text-dim text-sm">
          {chain.accountId}/{chain.region}
        </span>
        <span className="text-dim text-sm">
          <Span fromMs={chain.fromMs} toMs={chain.toMs} />
        </span>
      </p>
      <p className="flex flex-wrap items-center gap-1.5">
        {/* Where no file is there to be held against a digest, nothing is shown to be right. */}
        <Chip tone={!isSound ? "flag" : chain.matching > 0 ? "ok" : "plain"}>
          {`${chain.matching} of ${countOf(chain.named, "log file")} as ${countOf(chain.digests, "digest")} ${chain.digests === 1 ? "says" : "say"}`}
        </Chip>
        <Chip tone={isWhole ? "ok" : "warn"}>
          {isWhole
            ? "No gap, no file missing"
            : `${countOf(gaps.length, "gap")}, ${countOf(missing.length, "file")} missing`}
        </Chip>
        <Chip tone={signatures.wrong > 0 ? "flag" : signatures.outside > 0 ? "warn" : isSigned ? "ok" : "plain"}>
          {sentence(authenticityWords(chain))}
        </Chip>
      </p>
      {gaps.slice(0, SHOWN).map((gap) => (
        <p key={gap.fromMs} className="text-sm text-warn">
          <Span fromMs={gap.fromMs} toMs={gap.toMs} />: {GAPS[gap.why]}
        </p>
      ))}
      <Files words="changed since its digest was made" tone="text-flag" files={differing} />
      <Files words="digest is not what the next one says" tone="text-flag" files={broken.map((key) => ({ key }))} />
      <Files words="named by a digest, not in the case" tone="text-warn" files={missing} />
    </li>
  );
}

function Files({ words, tone, files }: { words: string; tone: string; files: readonly Pick<NamedFile, "key">[] }) {
  return (
    <>
      {files.slice(0, SHOWN).map(({ key }) => (
        <p key={key} className="break-all text-dim text-sm">
          <span className="font-mono" title={visibleText(key)}>
            {visibleText(baseName(key))}
          </span>
          : <span className={tone}>{words}</span>
        </p>
      ))}
      {files.length > SHOWN ? (
        <p className="text-dim text-sm">
          and {countOf(files.length - SHOWN, "more", "more")} {words}
        </p>
      ) : null}
    </>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
