import { Fragment, type ReactNode } from "react";
import type { BucketWords } from "@/components/timeline/describe-bucket";

const TONES = { flag: "text-flag", plain: "", faint: "text-faint" };

/** The line below the lanes that says what is pointed at. It keeps its height whatever it says. */
export function LaneReadout({ name, words, children }: { name: string; words: BucketWords; children?: ReactNode }) {
  return (
    <div className="@container border-line border-t">
      <div className="flex @4xl:h-[50px] @lg:h-[69px] h-[136px] items-start gap-x-3 gap-y-1 overflow-hidden px-3.5 py-1.5 max-sm:flex-col">
        <p className="min-w-0 grow text-dim text-sm tabular-nums leading-[19px]">
          {name === "" ? null : <span className="text-faint">{name} </span>}
          <span className="text-text">{words.when}</span>
          {words.parts.map(({ text, tone }) => (
            <Fragment key={text}>
              <span className="text-faint" aria-hidden="true">
                {" · "}
              </span>
              <span className={TONES[tone]}>{text}</span>
            </Fragment>
          ))}
        </p>
        {children}
      </div>
    </div>
  );
}
