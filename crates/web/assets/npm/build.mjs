// Writes styles and scripts into a folder: node build.mjs FOLDER. Each is there as it
// is, and compressed with gzip and Brotli, so that serving one costs nothing.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const out = process.argv[2]
mkdirSync(out, { recursive: true })

const styles = compile(join(here, 'styles/countersign.scss'), {
  loadPaths: [join(here, 'node_modules')],
  quietDeps: true,
  style: 'compressed'
})
writeFileSync(join(out, 'app.css'), styles.css)
const packages = join(here, 'node_modules')
copyFileSync(join(here, 'scripts/app.js'), join(out, 'app.js'))
// Maps of the sources are left out: they are no part of what is served.
for (const [from, to] of [
  ['govuk-frontend/dist/govuk/govuk-frontend.min.js', 'govuk-frontend.min.js'],
  ['accessible-autocomplete/dist/accessible-autocomplete.min.js', 'accessible-autocomplete.min.js']
]) {
  const text = readFileSync(join(packages, from), 'utf8')
  writeFileSync(join(out, to), text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n'))
}
for (const name of ['app.css', 'app.js', 'govuk-frontend.min.js', 'accessible-autocomplete.min.js']) {
  const bytes = readFileSync(join(out, name))
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes, { params }))
}
