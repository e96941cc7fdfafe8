// The only door to pdf.js, fetched with the first PDF. It runs inside the window's policy: no eval, no wasm, no blob,
// nothing fetched from outside. The worker is made here: pdf.js itself would wrap it in a blob, because it takes the
// window's own scheme for a foreign origin. 5.4 is the last line whose decoders of fax and JBIG2 scans need no wasm.
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

/** In CSS pixels at 100 %, upright as the file says. */
export interface PageSize {
  width: number;
  height: number;
}

export interface Drawing {
  done: Promise<void>;
  stop: () => void;
}

export interface OpenPage {
  size: PageSize;
  /** `turn` in degrees, besides the page's own. */
  draw(canvas: HTMLCanvasElement, scale: number, turn: number): Drawing;
}

export interface OpenPdf {
  pages: number;
  /** Counted from 1. */
  page(number: number): Promise<OpenPage>;
  close(): void;
}

export class PdfObstacle extends Error {
  constructor(readonly reason: 'broken' | 'encrypted' | 'noReader') {
    super(reason);
  }
}

/** CSS pixels per point. */
const PER_POINT = 96 / 72;
/** What a canvas can hold in every engine. */
const MOST_PIXELS = 4096 * 4096;

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

function reasonOf(thrown: unknown): PdfObstacle {
  if (thrown instanceof PdfObstacle) return thrown;
  const encrypted = thrown instanceof Error && thrown.name === 'PasswordException';
  return new PdfObstacle(encrypted ? 'encrypted' : 'broken');
}

/** Opens a PDF. Fails with a PdfObstacle. */
export async function openPdf(base64: string): Promise<OpenPdf> {
  const port = new Worker(workerUrl, { type: 'module' });
  const dead = new Promise<never>((_, reject) => {
    port.addEventListener('error', () => reject(new PdfObstacle('noReader')), { once: true });
  });
  const worker = pdfjs.PDFWorker.create({ port });
  const close = () => {
    worker.destroy();
    port.terminate();
  };
  try {
    const task = pdfjs.getDocument({
      data: bytesOf(base64),
      worker,
      isEvalSupported: false,
      useWasm: false,
      wasmUrl: new URL('assets/pdf/', document.baseURI).href,
      enableXfa: false,
      verbosity: pdfjs.VerbosityLevel.ERRORS,
    });
    const opened = await Promise.race([task.promise, dead]);
    return {
      pages: opened.numPages,
      page: async (number) => pageOf(await opened.getPage(number)),
      close: () => {
        void task.destroy();
        close();
      },
    };
  } catch (thrown) {
    close();
    throw reasonOf(thrown);
  }
}

function pageOf(page: pdfjs.PDFPageProxy): OpenPage {
  const { width, height } = page.getViewport({ scale: PER_POINT });
  return { size: { width, height }, draw: (canvas, scale, turn) => draw(page, canvas, scale, turn) };
}

/**
 * Draws a page; the answer's `stop` leaves it. What the canvas shows stays until the new drawing is whole, so that
 * zooming does not flicker.
 */
function draw(page: pdfjs.PDFPageProxy, canvas: HTMLCanvasElement, scale: number, turn: number): Drawing {
  const upright = page.getViewport({ scale: PER_POINT * scale });
  const wished = window.devicePixelRatio || 1;
  const sharp = Math.min(wished, Math.sqrt(MOST_PIXELS / (upright.width * upright.height)));
  const viewport = page.getViewport({
    scale: PER_POINT * scale * sharp,
    rotation: (page.rotate + turn) % 360,
  });
  const sheet = document.createElement('canvas');
  sheet.width = Math.max(1, Math.floor(viewport.width));
  sheet.height = Math.max(1, Math.floor(viewport.height));
  const task = page.render({ canvas: sheet, viewport });
  const show = () => {
    canvas.width = sheet.width;
    canvas.height = sheet.height;
    canvas.getContext('2d')?.drawImage(sheet, 0, 0);
    sheet.width = 0;
  };
  return { done: task.promise.then(show), stop: () => task.cancel() };
}
