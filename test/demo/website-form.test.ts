import { describe, expect, it } from 'vitest'
import { filledIn, readForm } from '../../demo/website-form.ts'

describe('the form of the example website', () => {
  it.each(['index.html', 'index.ru.html', 'index.fa.html'])('is read from %s as a browser sees it', (page) => {
    const { path, controls } = readForm(page)
    expect(path).toBe('/forms/white-paper')
    expect([...controls.keys()]).toEqual(expect.arrayContaining(['locale', 'email', 'jobTitle', 'industry', 'website']))
    expect(controls.get('locale')).toMatch(/^(en|ru|fa)$/)
  })

  it('posts what was filled in and what the page set, and no box that nobody ticked', () => {
    const posted = filledIn(readForm('index.html'), { email: 'a@b.example', 'consent.product-education': 'on' })
    expect(posted).toMatchObject({ email: 'a@b.example', locale: 'en', website: '', 'consent.product-education': 'on' })
    expect(posted).not.toHaveProperty(['consent.newsletter'])
  })

  it('refuses a control that the page does not have', () => {
    expect(() => filledIn(readForm('index.html'), { shoeSize: '39' })).toThrow('no control shoeSize')
  })

  it('refuses a page without a form', () => {
    expect(() => readForm('pricing.html')).toThrow('no form')
  })
})
