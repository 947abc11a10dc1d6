import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "@playwright/test";

/** What of pdf.js is asked. */
interface PdfJs {
  getDocument(from: { url: string }): { promise: Promise<PdfJsDocument> };
}
interface PdfJsDocument {
  numPages: number;
  getPage(number: number): Promise<{
    getViewport(how: { scale: number }): { width: number; height: number };
    render(onto: { canvas: HTMLCanvasElement; viewport: object }): { promise: Promise<void> };
    getTextContent(): Promise<{ items: object[] }>;
  }>;
  getOutline(): Promise<{ title: string }[] | null>;
}

/** A page of a PDF as a reader shows it. */
interface PdfPage {
  text: string;
  /** Share of its points that are dark, from 0 to 1. */
  ink: number;
  /** Points with a colour. */
  coloured: number;
  /** Points within twenty of an edge that are not white: nothing of ours belongs there. */
  beyond: number;
}

const PLACE = "http://pdf.example";

/** Opens a PDF with pdf.js in a tab of its own: the text and the image of each page, and the titles of its bookmarks. */
export async function readPdf(
  context: BrowserContext,
  bytes: Buffer,
): Promise<{ pages: PdfPage[]; outline: string[] }> {
  const page = await context.newPage();
  const files: Record<string, { contentType: string; body: Buffer | string }> = {
    "/": { contentType: "text/html", body: "<!doctype html><title>A reader</title>" },
    "/pdfjs.mjs": {
      contentType: "text/javascript",
      body: readFileSync(fileURLToPath(import.meta.resolve("unpdf/pdfjs"))),
    },
    "/a.pdf": { contentType: "application/pdf", body: bytes },
  };
  await page.route(`${PLACE}/**`, (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file ? route.fulfill(file) : route.abort();
  });
  await page.goto(`${PLACE}/`);
  const load = 'import * as pdfjs from "/pdfjs.mjs"; globalThis.pdfjs = pdfjs;';
  await page.addScriptTag({ type: "module", content: load });
  await page.waitForFunction(() => "pdfjs" in globalThis);
  const read = await page.evaluate(async () => {
    const { pdfjs } = globalThis as unknown as { pdfjs: PdfJs };
    const opened = await pdfjs.getDocument({ url: "/a.pdf" }).promise;
    const pages: PdfPage[] = [];
    for (let number = 1; number <= opened.numPages; number++) {
      const one = await opened.getPage(number);
      const viewport = one.getViewport({ scale: 1 });
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
      await one.render({ canvas, viewport }).promise;
      const { width, height } = canvas;
      const points = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      const seen = { dark: 0, coloured: 0, beyond: 0 };
      for (let at = 0; at < width * height; at++) {
        const [red = 0, green = 0, blue = 0] = points.slice(at * 4, at * 4 + 3);
        const [x, y] = [at % width, Math.floor(at / width)];
        if (red + green + blue < 450) seen.dark++;
        if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) seen.coloured++;
        const atEdge = x < 20 || y < 20 || x >= width - 20 || y >= height - 20;
        if (atEdge && red + green + blue < 750) seen.beyond++;
      }
      const { items } = await one.getTextContent();
      const text = items.map((item) => ("str" in item ? String(item.str) : "")).join(" ");
      pages.push({ text, ink: seen.dark / (width * height), coloured: seen.coloured, beyond: seen.beyond });
    }
    return { pages, outline: ((await opened.getOutline()) ?? []).map(({ title }) => title) };
  });
  await page.close();
  return read;
}
