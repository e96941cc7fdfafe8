import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const folder = (name: string) => fileURLToPath(new URL(`./src/${name}`, import.meta.url));

/** The PDF worker asks for its JPEG 2000 decoder by this name, and only for a scan that needs it. The licences of both
 *  travel with them. */
const pdfDecoder = (): Plugin => ({
  name: 'pdf-decoder',
  generateBundle() {
    const beside = (path: string, fileName: string) => {
      const source = readFileSync(new URL(`./node_modules/pdfjs-dist/${path}`, import.meta.url));
      this.emitFile({ type: 'asset', fileName: `assets/pdf/${fileName}`, source });
    };
    beside('LICENSE', 'LICENSE');
    for (const name of ['openjpeg_nowasm_fallback.js', 'LICENSE_OPENJPEG', 'LICENSE_PDFJS_OPENJPEG'])
      beside(`wasm/${name}`, name);
  },
});

/** The chart's licence asks to travel with its code. */
const chartLicence = (): Plugin => ({
  name: 'chart-licence',
  generateBundle() {
    const source = readFileSync(new URL('./node_modules/uplot/LICENSE', import.meta.url));
    this.emitFile({ type: 'asset', fileName: 'assets/uplot/LICENSE', source });
  },
});

export default defineConfig({
  plugins: [svelte(), svelteTesting(), pdfDecoder(), chartLicence()],
  resolve: { alias: { $host: folder('host'), $shared: folder('shared'), $app: folder('app') } },
  server: { port: 5173, strictPort: true },
  build: {
    target: ['safari16', 'chrome111'],
    // The page's policy refuses data: addresses and inline scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/test-setup.ts'],
    include: ['src/**/*.test.ts'],
    // Looking a whole screen over for accessibility takes seconds while other checks keep the cores busy.
    testTimeout: 60_000,
  },
});
