// Asks once whether the visitor may be remembered, and tells Ripen's script the answer. It says so by an event: nothing breaks where that script is blocked.
;(() => {
  const bar = document.getElementById('track')
  if (!bar) return
  const remembered = () => {
    try {
      return localStorage.getItem('track')
    } catch {
      return null
    }
  }
  bar.hidden = remembered() !== null
  bar.addEventListener('click', ({ target }) => {
    const answer = target.closest('button')?.value
    if (!answer) return
    bar.hidden = true
    try {
      localStorage.setItem('track', answer)
    } catch {}
    document.dispatchEvent(new Event(`ripen:${answer}`))
  })
  for (const link of document.querySelectorAll('a[href="#track"]')) {
    link.addEventListener('click', () => {
      bar.hidden = false
    })
  }
})()
