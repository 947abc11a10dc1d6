import type PDFDocument from "pdfkit";
import { PdfText, type Weight } from "@/lib/exports/pdf/pdf-text";

export type Doc = InstanceType<typeof PDFDocument>;
type Structure = PDFKit.PDFStructureElement;

export const INK = { text: "#1a1f26", dim: "#57606a", line: "#c9d0d8", head: "#f0f3f6", link: "#2563a8" };
const MARGIN = 46;
const LEADING = 1.35;

/** Where the next thing of a PDF goes: from top to bottom, on to a new page where it does not fit. */
export class PdfPage {
  readonly doc: Doc;
  readonly text: PdfText;
  readonly left = MARGIN;
  readonly width: number;
  y = MARGIN + 14;
  readonly #root: Structure;

  constructor(doc: Doc) {
    this.doc = doc;
    this.text = new PdfText(doc);
    this.width = doc.page.width - 2 * MARGIN;
    this.#root = doc.struct("Document");
    doc.addStructure(this.#root);
  }

  get bottom(): number {
    return this.doc.page.height - MARGIN - 16;
  }

  lineHeight(size: number): number {
    return size * LEADING;
  }

  /** Lets `height` points be free below; true where a new page was begun for that. */
  room(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.doc.addPage();
    this.y = MARGIN + 14;
    return true;
  }

  /** A tagged element at the end of the document: `draw` puts its content on the page. */
  tagged(type: string, draw: () => void, options: { alt?: string } = {}): void {
    const element = this.doc.struct(type, options, draw);
    this.#root.add(element);
    element.end();
  }

  /** An element that holds others. */
  within(type: string, fill: (parent: Structure) => void): void {
    const element = this.doc.struct(type);
    this.#root.add(element);
    fill(element);
    element.end();
  }

  /** What is on a page for its own sake and not a part of what is read. */
  artifact(draw: () => void): void {
    this.doc.markContent("Artifact", { type: "Pagination" });
    draw();
    this.doc.endMarkedContent();
  }

  paragraph(
    text: string,
    {
      size = 9,
      weight = 400,
      type = "P",
      color = INK.text,
      indent = 0,
      after = 4,
    }: { size?: number; weight?: Weight; type?: string; color?: string; indent?: number; after?: number } = {},
  ): void {
    const height = this.lineHeight(size);
    const lines = this.text.lines(text, { size, weight, width: this.width - indent });
    // A long one is cut into pieces, each of which fits on a page.
    for (let at = 0; at < lines.length; ) {
      this.room(height * Math.min(2, lines.length - at));
      const fits = Math.max(1, Math.floor((this.bottom - this.y) / height));
      const piece = lines.slice(at, at + fits);
      this.tagged(type, () => {
        for (const line of piece) {
          this.text.draw(line, this.left + indent, this.y, { size, color });
          this.y += height;
        }
      });
      at += piece.length;
    }
    this.y += after;
  }
}
