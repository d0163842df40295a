import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const PATH = '/usr/bin/chromium';

/** Debian's Chromium, kept from asking the network for anything of its own. */
export async function launched(): Promise<Browser> {
  if (!existsSync(PATH)) throw new Error(`no ${PATH}: install it with apt-get install chromium`);
  return chromium.launch({
    executablePath: PATH,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** A page with everything that went wrong on it. */
export interface Watched {
  readonly page: Page;
  /** Requests that left the file. */
  readonly requests: readonly string[];
  /** Console errors and warnings (policy violations are among them), uncaught errors, dialogs. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

export async function opened(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const faults: string[] = [];
  const file = url.split('#')[0];
  page.on('request', (request) => {
    const asked = request.url();
    if (asked.split('#')[0] !== file && !asked.startsWith('data:') && !asked.startsWith('blob:')) requests.push(asked);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  // A packed script starts a moment after the page is there.
  if (options.javaScriptEnabled !== false) await page.waitForFunction(() => document.getElementById('packed') === null || 'live' in document.documentElement.dataset);
  return { page, requests, faults, close: () => context.close() };
}

/** Scrolls through the page until every chart that is shown is alive. */
export async function allAlive(page: Page): Promise<void> {
  const figures = page.locator('.point:not(.off) figure.chart');
  for (const figure of await figures.all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('.canvas svg').waitFor();
  }
}
