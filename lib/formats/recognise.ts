import { recogniseJson } from "@/lib/formats/recognise-json";
import { recogniseText } from "@/lib/formats/recognise-text";
import { type RecognisedFile, type Recognition, unknown } from "@/lib/formats/recognition";

/** Tells what a file is from its first 64 Ki characters, by content alone. */
export function recognise(file: RecognisedFile): Recognition {
  const start = file.head.trimStart();
  if (start === "") return unknown(file.head === "" ? "empty file" : "nothing but white space");
  return start.startsWith("{") || start.startsWith("[") ? recogniseJson(file) : recogniseText(file);
}
