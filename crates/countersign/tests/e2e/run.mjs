// What people do, in a real browser: node run.mjs BASE. The service answers from packs/moj.
import assert from 'node:assert/strict'
import { base, ended, found, go, look, open, start } from './browser.mjs'

const PAGES = [
  '/', '/check', '/check?tool=', '/check?tool=Some%20App', '/check/slack', '/check/slack?unit=moj',
  '/check/slack?unit=moj&asked=purpose', '/check/Some%20App?kind=proctoring-software&unit=moj', '/answer/slack?unit=moj',
  '/answer/tiktok?device=smartphone', '/answer/trello?unit=moj&purpose=business',
  '/answer/Some%20App?unit=moj&purpose=business', '/answer/slack?purpose=private&account=corporate',
  '/answer/slack?nonsense=1', '/unsure/slack?unit=moj&facet=device', '/find', '/find?activity=share&audience=government',
  '/find?activity=share&not=microsoft-teams&not=cjsm', '/tools', '/tools?by=grade', '/tools?by=type', '/tools?q=zoo',
  '/tools?q=nothing-has-this', '/tools/zoom', '/tools/tiktok', '/tools/nothing-has-this', '/guidance',
  '/guidance/approved', '/guidance/grades', '/guidance/types', '/guidance/bans', '/guidance/duties',
  '/guidance/ladders/sharing', '/guidance/checklists/open-internet-tools', '/guidance/pages/records',
  '/guidance/pages/further-reading', '/changes', '/status', '/api', '/nothing', '/?lang=cy', '/check/slack?unit=moj&lang=cy',
  '/answer/tiktok?device=smartphone&lang=cy'
]

// Chooses an answer by its words, and goes on.
async function say (page, words) {
  await page.getByRole('radio', { name: words, exact: true }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await look(page)
}

// A tool that a list names, asked about until there is an answer.
async function check (page) {
  await go(page, '/')
  await page.getByLabel('Which tool do you want to use?').fill('slack')
  await page.getByRole('button', { name: 'Continue' }).click()
  await look(page)
  await say(page, 'The Ministry of Justice')
  const answers = {
    'Is this for work or a private matter?': 'Work',
    'What do you want to do?': 'Write or talk to people',
    'How is the information classified?': 'OFFICIAL',
    'Will personal data be in the tool?': 'None',
    'Which device will you use?': 'A MacBook that the IT service desk manages',
    'How will you use the tool?': 'As an installed app',
    'Which account will you use?': 'Your work account',
    'Are you a named holder of that corporate account?': 'No',
    'Who takes part, counting the widest person?': 'Only people of the ministry'
  }
  for (let asked = 0; !page.url().includes('/answer/'); asked++) {
    assert.ok(asked < 12, 'it asks and asks')
    const heading = (await page.getByRole('heading', { level: 1 }).innerText()).trim()
    // A question without an answer is asked again.
    await page.getByRole('button', { name: 'Continue' }).click()
    await look(page)
    await page.getByRole('alert').getByRole('link').waitFor()
    await say(page, answers[heading])
  }
  await page.getByText('You may use Slack for this.').waitFor()
  await page.getByRole('heading', { name: 'Why' }).waitFor()
  // One answer is changed, and the rest stays.
  await page.getByRole('link', { name: 'Change classification' }).click()
  await look(page)
  assert.ok(await page.getByRole('radio', { name: 'OFFICIAL', exact: true }).isChecked(), 'it knows what was told')
  await say(page, 'OFFICIAL with the handling caveat SENSITIVE')
  await page.getByText('You may not use Slack for this.').waitFor()
  // What to use instead is asked with the same facts.
  const share = await page.getByRole('link', { name: `${base}/answer/` }).getAttribute('href')
  await page.getByRole('heading', { name: 'Allowed instead' }).waitFor()
  const other = page.locator('h2:has-text("Allowed instead") + ul a').first()
  const name = await other.innerText()
  await other.click()
  await look(page)
  await page.getByRole('heading', { level: 1, name: `May I use ${name}?` }).waitFor()
  assert.ok(!(await page.locator('.verdict').innerText()).includes('not'), 'what is allowed instead is')
  // The link that is passed on leads to the same answer.
  await page.goto(share)
  await page.getByText('You may not use Slack for this.').waitFor()
}

// A tool that no list names, and a question that cannot be answered.
async function unknown (page) {
  await go(page, '/check')
  await page.getByLabel('Which tool do you want to use?').fill('Examiner Pro')
  await page.getByRole('button', { name: 'Continue' }).click()
  await look(page)
  await page.getByRole('heading', { name: 'No list names Examiner Pro' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await look(page)
  await say(page, 'I do not know')
  await page.getByText('Somebody to ask').waitFor()
  await page.getByRole('button', { name: 'Go back to the question' }).click()
  await look(page)
  await say(page, 'I do not know')
  for (let asked = 0; !page.url().includes('/answer/'); asked++) {
    assert.ok(asked < 12, 'it asks and asks')
    await page.getByRole('link', { name: 'Go on without answering it' }).click()
    await look(page)
    if (page.url().includes('/check/')) await say(page, 'I do not know')
  }
  await page.getByText('It depends on what we do not know yet.').waitFor()
  await page.getByText('Not known').first().waitFor()
}

// A job, and the tools for it.
async function find (page) {
  await go(page, '/find')
  await page.getByLabel('What do you want to do?').selectOption('share')
  await page.getByRole('button', { name: 'Show the tools' }).click()
  await look(page)
  const first = (name) => page.locator('ol > li:first-child h3 a', { hasText: name }).waitFor()
  await first('Microsoft Teams')
  await page.getByRole('link', { name: 'I cannot use Microsoft Teams' }).click()
  await look(page)
  await first('CJSE')
  await page.getByRole('link', { name: 'Take back Microsoft Teams' }).click()
  await first('Microsoft Teams')
  await page.locator('ol h3 a').first().click()
  await look(page)
  assert.match(page.url(), /\/check\/microsoft-teams\?.*activity=share/)
}

// The register, a tool of it, a list of it as a file.
async function register (page) {
  await go(page, '/tools')
  await page.getByLabel('Name').fill('zoo')
  await page.getByRole('button', { name: 'Apply' }).click()
  await look(page)
  await page.getByRole('link', { name: 'Zoom' }).click()
  await look(page)
  await page.getByRole('heading', { name: 'The whole policy' }).waitFor()
  await page.goBack()
  const csv = await page.request.get(base + await page.getByRole('link', { name: 'CSV' }).getAttribute('href'))
  assert.match(await csv.text(), /^id,name,.*\r?\nzoom,Zoom,/)
  await page.getByRole('link', { name: 'Zoom' }).click()
  await page.getByRole('button', { name: 'Check whether you may use it' }).click()
  await look(page)
}

// A tool is checked without a mouse.
async function keyboard (page, scripts) {
  await go(page, '/')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Skip to main content')
  await page.keyboard.press('Enter')
  for (let pressed = 0; pressed < 30; pressed++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.id === 'tool')) break
  }
  await page.keyboard.type(scripts ? 'microsoft te' : 'microsoft teams')
  if (scripts) {
    await page.getByRole('option', { name: 'Microsoft Teams' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    assert.equal(await page.locator('#tool').inputValue(), 'Microsoft Teams')
  }
  // What is typed whole is sent at once, whatever the list still offers.
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/check\/microsoft-teams/)
  for (let asked = 0; !page.url().includes('/answer/'); asked++) {
    assert.ok(asked < 12, 'it asks and asks')
    const before = page.url()
    for (let pressed = 0; pressed < 30; pressed++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement.type === 'radio')) break
    }
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.href !== before)
  }
  await page.getByRole('heading', { level: 1, name: 'May I use Microsoft Teams?' }).waitFor()
}

// What a first visit weighs, as it is sent.
async function weight (browser) {
  for (const path of ['/', '/answer/slack?unit=moj', '/tools']) {
    const page = await open(browser, { name: 'weight' })
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    let bytes = 0
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength })
    await page.goto(base + path, { waitUntil: 'networkidle' })
    console.log(`${path} weighs ${Math.round(bytes / 1024)} KiB on a first visit`)
    assert.ok(bytes < 150_000, `${path} weighs ${bytes} bytes`)
    await page.context().close()
  }
}

// The same person on another screen, with scripts or without.
const VIEWS = [
  ['with scripts', {}],
  ['without scripts', { scripts: false }],
  ['small', { width: 320 }],
  ['small, without scripts', { width: 320, scripts: false }]
]

async function view (browser, [name, options]) {
  const page = await open(browser, { name, ...options })
  page.setDefaultTimeout(10_000)
  const visited = options.scripts === false ? [] : PAGES
  for (const path of visited) await go(page, path)
  for (const journey of [check, unknown, find, register]) await journey(page)
  await keyboard(page, options.scripts !== false)
  await page.context().close()
}

const browser = await start()
// Two at a time: each waits for the other's pages about as long as for its own.
const waiting = [...VIEWS]
async function views () {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    try {
      await view(browser, next)
    } catch (error) {
      found(`${next[0]}: ${error.stack}`)
    }
  }
}
await Promise.all([views(), views()])
try {
  await weight(browser)
} catch (error) {
  found(error.stack)
}
await browser.close()
ended()
