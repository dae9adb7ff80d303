declare module 'mjml' {
  interface MjmlProblem {
    readonly line: number
    readonly message: string
    readonly tagName: string
  }

  /** Makes HTML of MJML. With `validationLevel: 'soft'` what is wrong is listed; throws where nothing can be made of it. */
  export default function mjml2html(
    mjml: string,
    options: {
      readonly validationLevel: 'soft'
      readonly ignoreIncludes: true
      readonly keepComments: boolean
      readonly fonts: Readonly<Record<string, string>>
    },
  ): Promise<{ readonly html: string; readonly errors: readonly MjmlProblem[] }>
}
