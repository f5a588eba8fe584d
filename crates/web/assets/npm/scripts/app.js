// What every page runs, if it runs scripts at all: nothing depends on it.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
initAll()

// The field for a tool's name completes what is typed, and keeps it though no tool is
// called so. Names that begin with it come first, then words of names, then other names
// of tools, then whatever has it inside.
const list = document.querySelector('datalist[data-autocomplete]')
const field = list && document.getElementById(list.dataset.autocomplete)
if (field && window.accessibleAutocomplete) {
  const tools = Array.from(list.options, ({ value, label }) => [value, value.toLowerCase(), label.toLowerCase()])
  const begins = (text, wanted) => text.split(/[\s,(]+/).some((word) => word.startsWith(wanted))
  const rank = (name, others, wanted) => {
    if (name.startsWith(wanted)) return 0
    if (begins(name, wanted)) return 1
    if (begins(others, wanted)) return 2
    return name.includes(wanted) || others.includes(wanted) ? 3 : 4
  }
  const told = (field.getAttribute('aria-describedby') ?? '').split(' ')
  const described = told.map((id) => document.getElementById(id)?.textContent.trim() ?? '').filter(Boolean)
  const holder = document.createElement('div')
  field.replaceWith(holder)
  window.accessibleAutocomplete({
    element: holder,
    id: field.id,
    name: field.name,
    defaultValue: field.value,
    showNoOptionsFound: false,
    // What is typed counts, not what happens to be first in the list.
    confirmOnBlur: false,
    // The list lies over the page, so that no button moves away under a finger.
    displayMenu: 'overlay',
    source: (query, give) => {
      const wanted = query.trim().toLowerCase()
      const ranked = tools.map(([value, name, others]) => [rank(name, others, wanted), value])
      const found = ranked.filter(([place]) => place < 4).sort(([one], [other]) => one - other)
      give(found.map(([, value]) => value).slice(0, 12))
    },
    tNoResults: () => list.dataset.none,
    tStatusQueryTooShort: () => '',
    tStatusNoResults: () => list.dataset.none,
    tStatusSelectedOption: (option) => option,
    tStatusResults: (count) => list.dataset.found.replace('{count}', count),
    tAssistiveHint: () => [...described, list.dataset.hint].join(' ')
  })
  // Enter chooses what is marked in the list; where nothing is, it sends what is typed.
  holder.addEventListener('keydown', (event) => {
    const marked = holder.querySelector('[role="option"][aria-selected="true"]')
    if (event.key === 'Enter' && event.target.tagName === 'INPUT' && !marked) {
      event.stopPropagation()
      event.preventDefault()
      event.target.form.requestSubmit()
    }
  }, true)
  list.remove()
}

// Prints the page, where there is a button for it.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
