/**
 * `make` with its last answer for each object kept as long as the object is there, and given again while `also` is the
 * same. The object must not change.
 */
export function keptFor<Of extends object, Also, Answer>(
  make: (of: Of, also: Also) => Answer,
): (of: Of, also: Also) => Answer {
  const kept = new WeakMap<Of, { also: Also; answer: Answer }>();
  return (of, also) => {
    const known = kept.get(of);
    if (known && Object.is(known.also, also)) return known.answer;
    const answer = make(of, also);
    kept.set(of, { also, answer });
    return answer;
  };
}
