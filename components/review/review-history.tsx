import { ReasonList } from "@/components/review/reason-list";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";

const WORDS = { asked: "waits", "sent-back": "sent back", approved: "approved", withdrawn: "withdrawn" } as const;
const TONES = { asked: "warn", "sent-back": "warn", approved: "ok", withdrawn: "plain" } as const;

interface Props {
  reviews: readonly {
    id: number;
    state: keyof typeof WORDS;
    note: string;
    askedBy: string;
    askedMs: number;
    answeredBy: string | null;
    answeredMs: number | null;
    answer: string;
    reasons: { key: string; title: string; reason: string }[];
  }[];
}

/** Reviews that came to an end. */
export function ReviewHistory({ reviews }: Props) {
  if (reviews.length === 0) return null;
  return (
    <Card title="Reviews before">
      <ul>
        {reviews.map((review) => (
          <li key={review.id} className="grid gap-1.5 border-soft border-b px-3.5 py-2.5 last:border-0">
            <div className="flex flex-wrap items-center gap-2 text-dim">
              <Chip tone={TONES[review.state]}>{WORDS[review.state]}</Chip>
              <span>
                asked by {visibleText(review.askedBy)}, <When at={review.askedMs} />
              </span>
              {review.answeredMs === null ? null : (
                <span>
                  ended <When at={review.answeredMs} />
                </span>
              )}
            </div>
            {review.note === "" ? null : (
              <p className="whitespace-pre-wrap text-dim [overflow-wrap:anywhere]">
                {visibleText(review.note, { lines: true })}
              </p>
            )}
            <ReasonList answer={review.answer} by={review.answeredBy} reasons={review.reasons} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
