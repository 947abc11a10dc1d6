import { LOG_FORMATS } from "@/lib/formats/registry";

/** What can be loaded. */
export function LogKinds() {
  return (
    <dl className="mx-auto grid max-w-3xl gap-x-6 gap-y-1.5 pt-2 sm:grid-cols-[auto_1fr]">
      {LOG_FORMATS.map(({ kind, title, description }) => (
        <div key={kind} className="contents">
          <dt className="font-medium">{title}</dt>
          <dd className="text-dim max-sm:mb-2">{description}</dd>
        </div>
      ))}
    </dl>
  );
}
