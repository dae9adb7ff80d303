import type { EmailPreview } from '../../core/content/preview-email.ts'
import { type Html, html } from './document.ts'

type Shown = Pick<EmailPreview, 'html' | 'subject' | 'preheader' | 'direction' | 'locale'>

/** The mail as a desktop program and a phone show it. */
export function mailFrames(mail: Shown, from: string): Html {
  return html`<div class="frames">
<figure class="window"><div class="bar"><i></i><i></i><i></i></div>
<div class="head" lang="${mail.locale}" dir="${mail.direction}"><b>${mail.subject}</b><span>${from}</span></div>
${frame(mail, 'desktop')}<figcaption>On a desktop, 640 wide</figcaption></figure>
<figure class="phone"><div class="screen">
<div class="head" lang="${mail.locale}" dir="${mail.direction}"><b>${mail.subject}</b><span>${from}</span></div>
${frame(mail, 'narrow')}</div><figcaption>On a phone, 375 wide</figcaption></figure>
</div>`
}

/** The mail, small: to see at a glance what it is. */
export function thumbnail(mail: Shown): Html {
  return html`<span class="thumb" aria-hidden="true">${frame(mail, 'narrow', false)}</span>`
}

/** How people choose whether mails are shown as in a light or a dark mail program; by style alone. */
export function lightOrDark(): Html {
  return html`<fieldset class="switch"><legend>Mails as in</legend>
<label><input type="radio" name="scheme" value="light" checked> light</label>
<label><input type="radio" name="scheme" value="dark" id="dark-mails"> dark mode</label></fieldset>`
}

function frame({ html: source, subject }: Shown, width: 'desktop' | 'narrow', scrolls = true): Html {
  return html`<iframe class="mail ${width}" sandbox=""${{ html: scrolls ? '' : ' scrolling="no"' }} loading="lazy" tabindex="-1" title="${subject}" srcdoc="${source}"></iframe>`
}
