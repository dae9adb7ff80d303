import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMail } from '../../../core/replies/read-mail.ts'

/** The heads that SES puts on top of a mail that it scanned, in its order. */
const scanned = (virus: string, spam: string) => [
  'Return-Path: <olga@shop.example>',
  'Received: from mail.shop.example by inbound-smtp.eu-central-1.amazonaws.com with SMTP id abc; Tue, 24 Nov 2026 13:00:00 +0000',
  `X-SES-Spam-Verdict: ${spam}`,
  `X-SES-Virus-Verdict: ${virus}`,
  'Received-SPF: pass (spfCheck: domain of shop.example designates 192.0.2.1) client-ip=192.0.2.1;',
  'Authentication-Results: amazonses.com; spf=pass; dkim=pass; dmarc=pass',
  'X-SES-RECEIPT: AEFBQUFBQUFB',
  'X-SES-DKIM-SIGNATURE: a=rsa-sha256; b=abc',
]
const unscanned = scanned('', '').filter((head) => !/verdict/i.test(head))
const written = ['From: Olga <olga@shop.example>', 'Subject: Re: Welcome']
const verdictOf = async (...heads: readonly string[]) =>
  (await readMail(Buffer.from([...heads, '', 'Hello'].join('\r\n')))).verdict

describe('what SES found in a mail', () => {
  it.each([
    ['PASS', 'PASS', undefined],
    ['FAIL', 'PASS', 'virus'],
    ['PASS', 'FAIL', 'spam'],
    ['FAIL', 'FAIL', 'virus'],
    [' fail ', 'PASS', 'virus'],
    ['GRAY', 'GRAY', undefined],
    ['PROCESSING_FAILED', 'PROCESSING_FAILED', undefined],
    ['DISABLED', 'DISABLED', undefined],
    ['', 'FAILED', undefined],
  ])('virus %j and spam %j: %s', async (virus, spam, verdict) => {
    expect(await verdictOf(...scanned(virus, spam), ...written)).toBe(verdict)
  })

  const lies = ['X-SES-Virus-Verdict', 'X-SES-Spam-Verdict', 'X-SES-RECEIPT'].flatMap((name) =>
    ['PASS', 'FAIL', 'GRAY'].map((value) => `${name}: ${value}`),
  )
  it('is nothing that a sender wrote below, whatever it is, and however often', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...lies, ...written)), async (forged) => {
        expect(await verdictOf(...scanned('FAIL', 'PASS'), ...forged)).toBe('virus')
        expect(await verdictOf(...scanned('PASS', 'FAIL'), ...forged)).toBe('spam')
        expect(await verdictOf(...scanned('PASS', 'PASS'), ...forged)).toBeUndefined()
        expect(await verdictOf(...unscanned, ...forged)).toBeUndefined()
      }),
    )
  })

  it('is nothing where no mail of SES’s is above, as on one machine', async () => {
    expect(await verdictOf('X-SES-Virus-Verdict: FAIL', 'X-SES-Spam-Verdict: FAIL', ...written)).toBeUndefined()
  })

  it('is nothing that stands in the text', async () => {
    expect(await verdictOf(...scanned('PASS', 'PASS'), ...written, '', 'X-SES-Virus-Verdict: FAIL')).toBeUndefined()
  })
})
