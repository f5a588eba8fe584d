// A real browser, and what every page that it comes to has to stand.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import assert from 'node:assert/strict'

const modules = createRequire(join(process.env.COUNTERSIGN_E2E, 'package.json'))
const { chromium } = modules('playwright-core')
const { HtmlValidate } = modules('html-validate')
const axe = readFileSync(modules.resolve('axe-core/axe.min.js'), 'utf8')

export const base = process.argv[2]
const faults = []
const seen = new Set()

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // How the components are written, not whether they are right.
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'no-inline-style': 'error',
    // Links that look like buttons, which the design system asks to name so.
    'prefer-native-element': 'off',
    // A region that scrolls by itself has to be reached by keyboard (axe: scrollable-region-focusable).
    'no-redundant-role': 'off'
  }
})

export async function start () {
  return chromium.launch({
    executablePath: process.env.COUNTERSIGN_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  })
}

// A page whose every error is a fault of ours.
export async function open (browser, { scripts = true, width = 1100, name }) {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width, height: 800 } })
  const page = await context.newPage()
  const where = () => `${name} at ${page.url().replace(base, '')}`
  page.on('pageerror', (error) => faults.push(`${where()}: ${error.message}`))
  page.on('console', (message) => {
    // Pages that are meant to be refused or missing say so here, too.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(`${where()}: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) faults.push(`${where()} asks for ${request.url()}`)
  })
  page.told = { name, width, scripts }
  return page
}

// Looks at a page as it is now: accessibility, width, markup; each address once a view.
// A small screen shows the same elements, so its first page stands for all.
export async function look (page) {
  const { name, width, scripts } = page.told
  // A click can return when the next page has its address and nothing else yet.
  await page.waitForLoadState()
  const path = page.url().replace(base, '')
  const where = `${name} at ${path}`
  const accessible = width > 320 || path === '/'
  const [headings, wide] = await page.evaluate(() => [document.querySelectorAll('h1').length, document.scrollingElement.scrollWidth])
  assert.equal(headings, 1, `${where}: one heading`)
  if (wide > width) faults.push(`${where}: ${wide} pixels wide on a screen of ${width}`)
  if (accessible && scripts && !seen.has(`axe ${width} ${path}`)) {
    seen.add(`axe ${width} ${path}`)
    await page.evaluate(axe)
    // What passes is not told: it would be most of what is sent.
    const violations = await page.evaluate(async () => (await window.axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
      iframes: false,
      preload: false
    })).violations)
    for (const { id, help, nodes } of violations) {
      faults.push(`${where}: axe ${id}: ${help}: ${nodes.map(({ html }) => html).slice(0, 3).join(' ')}`)
    }
  }
  if (!seen.has(path)) {
    seen.add(path)
    const response = await page.request.get(page.url())
    const report = await validator.validateString(await response.text(), path)
    for (const { messages } of report.results) {
      for (const { ruleId, message, line } of messages) faults.push(`${where}: line ${line}: ${ruleId}: ${message}`)
    }
  }
}

export async function go (page, path) {
  await page.goto(base + path)
  await look(page)
}

export function found (fault) {
  faults.push(fault)
}

export function ended () {
  const all = [...new Set(faults)]
  if (all.length > 0) {
    console.error(all.join('\n'))
    process.exitCode = 1
  } else {
    console.log(`${seen.size} looks, nothing found`)
  }
}
