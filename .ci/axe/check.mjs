// Opens reports in Chromium without a network: axe in light and dark at two widths with scripts on, and the text of
// every section with scripts off. Anything wrong is printed, and the exit code is 1.
//
//   node check.mjs FILE.html ...

import { readFileSync, existsSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const LARGEST = 3_000_000;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

function chromium() {
  const named = process.env.CHROMIUM;
  if (named && existsSync(named)) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]) {
    try {
      return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    } catch {
      // Not this one.
    }
  }
  console.error("no Chromium found: install it, or name it in CHROMIUM");
  process.exit(1);
}

const faults = [];
const fault = (file, text) => faults.push(`${file}: ${text}`);

/** A fresh page that may read the file itself and nothing else. */
async function open(browser, file, url, prepare) {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const wanted = request.url();
    if (wanted === url || wanted.startsWith("data:")) return request.continue();
    fault(file, `asks for ${wanted}`);
    return request.abort();
  });
  page.on("pageerror", (error) => fault(file, `error in the page: ${error.message}`));
  await prepare(page);
  await page.goto(url, { waitUntil: "load" });
  return page;
}

async function withScripts(browser, file, url, width, scheme) {
  const where = `${width} px, ${scheme}`;
  const page = await open(browser, file, url, async (page) => {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  });
  // Closed parts are checked as well.
  const wide = await page.evaluate(() => {
    for (const part of document.querySelectorAll("details")) part.open = true;
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
  if (wide > 0) fault(file, `${where}: the page is ${wide} px wider than the window`);
  await page.evaluate(axe);
  const result = await page.evaluate(
    (values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    TAGS,
  );
  for (const found of result.violations) {
    const nodes = found.nodes.slice(0, 3).map((node) => `\n      ${node.html.slice(0, 160)}\n      ${node.failureSummary}`);
    fault(file, `${where}: ${found.id} (${found.impact}): ${found.help}, ${found.nodes.length} times${nodes.join("")}`);
  }
  await page.close();
  return result.passes.length;
}

async function withoutScripts(browser, file, url) {
  const page = await open(browser, file, url, async (page) => {
    await page.setViewport({ width: 1280, height: 900 });
    await page.setJavaScriptEnabled(false);
  });
  const found = await page.evaluate(() => {
    const visible = (element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility === "visible";
    };
    const wrong = [];
    const sections = [...document.querySelectorAll("main section")];
    for (const section of sections) {
      const heading = section.querySelector("h2");
      const text = section.innerText.replace(heading?.innerText ?? "", "").trim();
      if (!heading || !visible(heading)) wrong.push(`section ${section.id} has no heading to see`);
      if (text.length < 40) wrong.push(`section ${section.id} shows hardly any text`);
    }
    for (const link of document.querySelectorAll("nav a")) {
      if (!document.getElementById(link.hash.slice(1))) wrong.push(`${link.hash} leads nowhere`);
    }
    for (const figure of document.querySelectorAll("figure")) {
      const picture = figure.querySelector("svg");
      if (!picture || !visible(picture)) wrong.push("a figure shows no picture");
    }
    for (const link of document.querySelectorAll("a[download]")) {
      if (!link.href.startsWith("data:") || !visible(link)) wrong.push(`${link.download} cannot be taken away`);
    }
    if (document.querySelector("script")) wrong.push("the page has a script");
    if (document.querySelectorAll("h1").length !== 1) wrong.push("the page has not one main heading");
    return { wrong, sections: sections.length, figures: document.querySelectorAll("figure").length };
  });
  if (found.sections === 0) fault(file, "scripts off: no sections");
  for (const text of found.wrong) fault(file, `scripts off: ${text}`);
  await page.close();
  return found;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node check.mjs FILE.html ...");
  process.exit(2);
}
const browser = await puppeteer.launch({
  executablePath: chromium(),
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"],
});
try {
  for (const file of files) {
    const url = pathToFileURL(resolve(file)).href;
    const size = readFileSync(file).length;
    if (size >= LARGEST) fault(file, `${size} bytes, ${LARGEST} are too many`);
    let rules = 0;
    for (const width of [1280, 400]) {
      for (const scheme of ["light", "dark"]) rules = Math.max(rules, await withScripts(browser, file, url, width, scheme));
    }
    const { sections, figures } = await withoutScripts(browser, file, url);
    console.log(`${file}: ${size} bytes, ${sections} sections, ${figures} figures, ${rules} rules of axe`);
  }
} finally {
  await browser.close();
}
for (const text of faults) console.error(text);
console.log(faults.length === 0 ? "nothing wrong" : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
