import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value, in words. */
  error?: string | null;
}

const LOOK = "w-full rounded-md border border-line bg-raise px-2.5 text-base aria-invalid:border-flag";

function Framed({ label, hint, error, id, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-faint text-sm">
          {hint}
        </p>
      )}
      {error ? (
        <p id={`${id}-error`} className="text-flag text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function tiedTo(id: string, { hint, error }: Pick<FieldProps, "hint" | "error">) {
  const described = [hint === undefined ? "" : `${id}-hint`, error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return { "aria-describedby": described === "" ? undefined : described, "aria-invalid": error ? true : undefined };
}

/** A line of text with its label, and what is wrong with it tied to it. */
export function TextField({
  label,
  hint,
  error,
  className = "",
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <input {...rest} {...tiedTo(id, { hint, error })} id={id} className={`h-8 ${LOOK} ${className}`} />
    </Framed>
  );
}

/** Several lines of text, likewise. */
export function TextArea({
  label,
  hint,
  error,
  className = "",
  ...rest
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <textarea {...rest} {...tiedTo(id, { hint, error })} id={id} className={`py-1.5 ${LOOK} ${className}`} />
    </Framed>
  );
}

/** One of a few choices. */
export function SelectField({
  label,
  hint,
  error,
  options,
  className = "",
  ...rest
}: FieldProps & SelectHTMLAttributes<HTMLSelectElement> & { options: readonly { value: string; words: string }[] }) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <select {...rest} {...tiedTo(id, { hint, error })} id={id} className={`h-8 max-w-72 ${LOOK} ${className}`}>
        {options.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Framed>
  );
}
