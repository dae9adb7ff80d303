/*
 * Tells Ripen what a visitor does on this website, once they agreed to it: <script src="https://YOUR-API/ripen.js" defer></script>.
 * The page says what the visitor decided: document.dispatchEvent(new Event('ripen:consent')), or 'ripen:refuse'. Before that there is no cookie and no request, with
 * Do Not Track or Global Privacy Control never. Pages without a load of their own say 'ripen:page'. Whatever goes wrong stays silent.
 */
;(() => {
  const script = document.currentScript
  if (!script) return
  const api = new URL(script.src).origin
  const search = script.dataset.search || 'q'
  const halfYear = 15_552_000
  const downloads = /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|epub|zip|csv)$/i
  const refuses = navigator.globalPrivacyControl || navigator.doNotTrack === '1' || window.doNotTrack === '1'

  /** What stood behind `#ripen=` says who came; it is taken off, so that nobody passes it on. */
  let sign = (/^#ripen=([\w.-]+)$/.exec(location.hash) || [])[1]
  if (sign) history.replaceState(history.state, '', location.pathname + location.search)

  let id, agreedMs, mark
  let queue = []
  let timer

  /** The cookie: the visitor's id, when they agreed, and a mark of who they last said they are. Another tab may have changed it: what waits is of who was there before. */
  const read = () => {
    const before = id
    const kept = (/(?:^|; )ripen=([a-z0-9]{32})\.(\d+)\.(\w*)/.exec(document.cookie) || []).slice(1)
    if (!kept[0]) queue = []
    else if (before && before !== kept[0]) send()
    ;[id, agreedMs, mark] = kept
  }
  const keep = (seconds) => {
    const secure = location.protocol === 'https:' ? '; secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in all browsers
    document.cookie = `ripen=${id}.${agreedMs}.${mark || ''}; path=/; max-age=${seconds}; samesite=lax${secure}`
  }
  const fresh = () => {
    id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
    mark = ''
  }
  /** 16 bits: enough to see that somebody else is there, too few to say who. */
  const markOf = (who) => {
    let hash = 0x811c9dc5
    for (const character of id + who) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193)
    return ((hash ^ (hash >>> 16)) & 0xffff).toString(36)
  }
  /** Another sign than the last one: what is done from now on may be somebody else's, and goes by another id. Answers the id before. */
  const isNow = (who) => {
    read()
    if (!id) return
    let before
    if (mark && mark !== markOf(who)) {
      send()
      before = id
      fresh()
    }
    mark = markOf(who)
    keep(halfYear)
    return before
  }

  const send = () => {
    clearTimeout(timer)
    timer = undefined
    if (!id || queue.length === 0) return
    const now = Date.now()
    const events = queue.splice(0, 20).map(({ at, ...event }) => ({ ...event, ago: Math.max(0, now - at) }))
    const consentedAt = new Date(Number(agreedMs)).toISOString()
    const body = JSON.stringify({ visitor: id, consentedAt, sign, events })
    sign = undefined
    try {
      // As plain text it needs no question beforehand, and outlives the page.
      fetch(`${api}/events`, { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => {})
    } catch {}
    if (queue.length > 0) send()
  }
  const flush = () => {
    read()
    send()
  }
  const tell = (event) => {
    if (id) read()
    if (!id || event.path.length > 500) return
    queue.push({ ...event, at: Date.now() })
    timer ||= setTimeout(flush, 1_000)
  }
  /** Where the browser came from, while it looks at the page that it came to: the other website's name alone. */
  let cameFrom
  try {
    cameFrom = new URL(document.referrer).hostname
  } catch {}
  if (cameFrom === location.hostname) cameFrom = undefined
  const visited = () => {
    const path = location.pathname
    const parameters = new URLSearchParams(location.search)
    const said = (name) => (parameters.get(name) || '').trim()
    const query = said(search)
    // Nothing that long is a campaign's name.
    const named = (name) => (said(name).length <= 500 && said(name)) || undefined
    const [source, campaign] = [named('utm_source'), named('utm_campaign')]
    tell({ type: 'page-visited', path, source, campaign, referrer: cameFrom || undefined })
    cameFrom = undefined
    if (query && query.length <= 200) tell({ type: 'site-searched', path, query })
  }
  const begin = () => {
    keep(halfYear)
    if (sign) {
      try {
        // Who a link was for stands in it, as an id.
        const claims = JSON.parse(atob(sign.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')))
        isNow(`lead ${claims[1].leadId}`)
      } catch {
        sign = undefined
      }
    }
    visited()
  }
  const forget = () => {
    if (id) keep(0)
    id = mark = undefined
    queue = []
  }

  read()
  if (refuses) return forget()
  document.addEventListener('ripen:consent', () => {
    if (id) return
    read()
    if (!id) {
      fresh()
      agreedMs = Date.now()
    }
    begin()
  })
  document.addEventListener('ripen:refuse', forget)
  document.addEventListener('ripen:page', visited)
  document.addEventListener('click', ({ target }) => {
    const link = target.closest?.('a[href]')
    if (link && (link.hasAttribute('download') || downloads.test(link.pathname))) {
      tell({ type: 'content-downloaded', path: link.pathname })
    }
  })
  document.addEventListener('submit', ({ target: form }) => {
    if (!id || !form.action?.startsWith?.(`${api}/forms/`)) return
    const email = form.elements.namedItem('email')?.value
    if (!email) return
    const before = isNow(`address ${email.trim().toLowerCase()}`)
    if (!id) return
    const say = (name, value) => {
      const field = form.elements.namedItem(name) || form.appendChild(document.createElement('input'))
      field.type = 'hidden'
      field.name = name
      field.value = value
    }
    say('visitor', id)
    if (before) say('visitorBefore', before)
  })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush())
  addEventListener('pagehide', flush)
  if (id) begin()
})()
