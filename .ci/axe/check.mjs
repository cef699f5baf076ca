// Opens reports in Chromium without a network: axe in light and dark at two widths with scripts on, the text of every
// section with scripts off, whether the page's policy lets its own style through and nothing else, and whether what can
// be taken away arrives. Whatever the browser's console says is wrong, too. Anything wrong is printed, and the exit
// code is 1.
//
//   node check.mjs FILE.html ...

import { readFileSync, readdirSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
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
  // What a policy forbids is told here, as is whatever could not be read or shown.
  page.on("console", (message) => fault(file, `the console says (${message.type()}): ${message.text()}`));
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

/** Whether the policy is in force: the page's own style is, and what text might smuggle in is not. */
async function policy(browser, file, url) {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: "load" });
  const wrong = await page.evaluate(async () => {
    const wrong = [];
    const first = document.head.firstElementChild;
    if (first?.httpEquiv !== "Content-Security-Policy") wrong.push("the policy is not the first thing in the head");
    if (getComputedStyle(document.querySelector(".skip")).position !== "absolute") wrong.push("its own style is refused");
    const refused = [];
    document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
    const box = document.createElement("div");
    box.innerHTML =
      '<p id="smuggled" style="color: rgb(1, 2, 3)" onclick="window.clicked = true">x</p>' +
      '<img src="https://example.invalid/x.png"><img src="data:image/png;base64,x" onerror="window.failed = true">';
    document.body.append(box);
    const style = document.createElement("style");
    style.textContent = "#smuggled { position: fixed }";
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(style, script);
    const smuggled = document.getElementById("smuggled");
    smuggled.click();
    await new Promise((done) => setTimeout(done, 200));
    const look = getComputedStyle(smuggled);
    if (look.color === "rgb(1, 2, 3)") wrong.push("a style attribute works");
    if (look.position === "fixed") wrong.push("another style works");
    if (window.clicked || window.failed) wrong.push("a handler runs");
    if (window.ran) wrong.push("a script runs");
    for (const kind of ["style-src-attr", "style-src-elem", "script-src-attr", "script-src-elem", "img-src"]) {
      if (!refused.includes(kind)) wrong.push(`nothing was refused by ${kind}`);
    }
    return wrong;
  });
  for (const text of wrong) fault(file, `policy: ${text}`);
  await page.close();
}

/** Whether a click on what can be taken away brings it, in one example of each kind. */
async function takenAway(browser, file, url) {
  const folder = mkdtempSync(join(tmpdir(), "groundswell-take-away-"));
  const page = await browser.newPage();
  const session = await browser.target().createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  await page.goto(url, { waitUntil: "load" });
  const wanted = await page.evaluate(() => {
    const kinds = new Map();
    for (const link of document.querySelectorAll("a[download]")) kinds.set(link.href.split(";")[0], link);
    for (const link of kinds.values()) link.click();
    return [...kinds.values()].map((link) => link.download);
  });
  const until = Date.now() + 20_000;
  const missing = () => wanted.filter((name) => !readdirSync(folder).includes(name));
  while (missing().length > 0 && Date.now() < until) await new Promise((done) => setTimeout(done, 100));
  for (const name of missing()) fault(file, `${name} does not arrive when it is clicked`);
  await session.detach();
  await page.close();
  rmSync(folder, { recursive: true, force: true });
  return wanted.length;
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
    await policy(browser, file, url);
    const away = await takenAway(browser, file, url);
    console.log(
      `${file}: ${size} bytes, ${sections} sections, ${figures} figures, ${away} kinds to take away, ${rules} rules of axe`,
    );
  }
} finally {
  await browser.close();
}
for (const text of faults) console.error(text);
console.log(faults.length === 0 ? "nothing wrong" : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
