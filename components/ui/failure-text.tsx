/** Why what was asked for did not happen, read out when it comes; nothing where it did. */
export function FailureText({ text, className = "" }: { text: string | null; className?: string }) {
  return text === null ? null : (
    <p role="alert" className={`text-flag ${className}`.trim()}>
      {text}
    </p>
  );
}
