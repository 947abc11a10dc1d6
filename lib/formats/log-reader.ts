/** Takes the text of a file piece by piece and puts what it reads into a sink. It returns rejections, it never throws. */
export interface LogReader {
  push(text: string): void;
  finish(): void;
}
