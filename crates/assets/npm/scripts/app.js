// What every page runs, if it runs scripts at all: nothing depends on it.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
initAll()

// The list of tools that a search may complete to: `select[data-autocomplete]` becomes
// a field with suggestions, and keeps what is typed though no option is like it.
const list = document.querySelector('datalist[data-autocomplete]')
const field = list && document.getElementById(list.dataset.autocomplete)
if (field && window.accessibleAutocomplete) {
  const options = Array.from(list.options)
  const names = options.map((option) => option.value)
  const known = options.map((option) => `${option.value} ${option.label}`.toLowerCase())
  const holder = document.createElement('div')
  field.replaceWith(holder)
  window.accessibleAutocomplete({
    element: holder,
    id: field.id,
    name: field.name,
    defaultValue: field.value,
    showNoOptionsFound: false,
    source: (query, give) => {
      const wanted = query.trim().toLowerCase()
      give(names.filter((_, place) => known[place].includes(wanted)).slice(0, 12))
    },
    tNoResults: () => list.dataset.none,
    tStatusQueryTooShort: () => '',
    tStatusNoResults: () => list.dataset.none,
    tStatusSelectedOption: (option) => option,
    tStatusResults: (count) => `${count}`,
    tAssistiveHint: () => list.dataset.hint
  })
  list.remove()
}

// Prints the page, where there is a button for it.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
